import { expect } from 'chai';

import type { ActionName, Command } from '../../../core/contract/contract.js';
import { actions } from '../../../plugins/opencrm/actions.js';
import { markOf } from '../../../plugins/opencrm/create-mark.js';
import type { OpencrmSettings } from '../../../plugins/opencrm/settings.js';
import { facts, holding, html, opencrmSession, settings } from './opencrm-session.js';

type Answers = Parameters<typeof opencrmSession>[0];

function run(
  name: ActionName,
  answers: Answers,
  command: Partial<Command>,
  changed: Partial<OpencrmSettings> = {},
) {
  const action = actions(facts, { ...settings, ...changed })[name];
  if (!action || !('write' in action)) throw new Error(`${name} is not written`);
  const { session, calls, methods } = opencrmSession(answers, changed);
  const whole = { key: 'command 7', body: {}, ...command };
  return {
    methods,
    forms: () => calls.map(({ form }) => form),
    write: () => action.write(session, whole),
    caught: () => action.write(session, whole).catch((error: unknown) => error),
    find: async () => action.find?.(session, whole),
  };
}

const mark = markOf('command 7');
const ticket = {
  subject: 'Replace filter',
  body: 'Second floor',
  contacts: '48213',
  customer: '48102',
  portalVisible: true,
};
const order = (sostatus: string) => ({ salesorder: [{ crmid: '52044', sostatus }] });
const people = () =>
  holding({
    contact: [
      { crmid: '48213', lastname: 'N', email: 'priya@harbourlight.example', portal: '0', accountid: '48102' },
    ],
    lead: [{ crmid: '60001', lastname: 'Tull', email: '', portal: '0' }],
    company: [{ crmid: '48102', accountname: 'Harbour Light', reg_city: 'Leeds' }],
  });

describe('OpenCRM actions', () => {
  it('O-25, O-54, O-59: comments, documents, FAQs, links and files are kept by Portico', () => {
    const all = actions(facts, settings);
    for (const name of [
      'ticket.comment',
      'project.comment',
      'document.create',
      'faq.create',
      'link.create',
      'file.add',
      'file.get',
    ] as const)
      expect(all[name], name).to.deep.equal({ how: 'hub' });
  });

  it('names a step for what OpenCRM has no call for, and offers nothing that it is not asked for', () => {
    const all = actions(facts, settings);
    for (const name of ['contact.delete', 'customer.delete'] as const)
      expect(all[name]).to.include({ how: 'manual' });
    expect(all).not.to.have.any.keys('invoice.pay', 'participant.add', 'contact.promote');
    const without = actions({ ...facts, vendor: { modules: [] } }, settings);
    expect(without).not.to.have.any.keys('ticket.create', 'ticket.update', 'salesOrder.sign', 'quote.sign');
  });

  it('O-03, O-24: a ticket is made in the name of the person, for their company, shown on the portal', async () => {
    const made = run('ticket.create', holding({ ticket: [] }), { body: ticket }, { owner: '9' });
    expect(await made.write()).to.deep.equal({ id: '9000' });
    expect(made.methods()).to.deep.equal(['edit_ticket', 'get_ticket']);
    expect(made.forms()[0]).to.deep.equal({
      crmid: 0,
      title: 'Replace filter',
      description: `Second floor\n\n[${mark}]`,
      contactid: '48213',
      parent_id: '48102',
      showonportal: '1',
      assigned_user_id: '9',
    });
  });

  it('O-06, O-24: a lead logs a ticket too, without a company', async () => {
    const made = run('ticket.create', holding({ ticket: [] }), {
      body: { subject: 'Hello', contacts: ['60001'] },
    });
    expect(await made.write()).to.deep.equal({ id: '9000' });
    expect(made.forms()[0]).to.deep.equal({
      crmid: 0,
      title: 'Hello',
      contactid: '60001',
      description: `[${mark}]`,
    });
  });

  it('says which fields OpenCRM did not keep', async () => {
    const made = run('ticket.create', holding({ ticket: [] }, { keeps: false }), { body: ticket });
    expect(await made.write()).to.deep.equal({
      id: '9000',
      differs: ['subject', 'body', 'customer', 'portalVisible', 'contacts'],
    });
  });

  it('after a lost answer a create is found by its mark, which is checked here', async () => {
    const rows = [
      { id: '51900', description: 'Second floor' },
      { id: '51901', description: `Second floor\n\n[${mark}]` },
    ];
    const asked = run('ticket.create', { get_ticket_list_full: () => rows }, { body: ticket });
    expect(await asked.find()).to.equal('51901');
    expect(asked.forms()[0]).to.include({ query_string: `description|CONTAINS|${mark}` });
    const other = run(
      'ticket.create',
      { get_ticket_list_full: () => rows },
      { key: 'another', body: ticket },
    );
    expect(await other.find()).to.equal(undefined);
    const lost = run('ticket.create', { edit_ticket: () => html('') }, { body: ticket });
    expect(await lost.caught()).to.have.nested.property('details.unknownOutcome', true);
  });

  it('the mark goes into a field of its own where the tenant has one', async () => {
    const changed = { keyFields: { ticket: 'cf_900' } };
    const made = run('ticket.create', holding({ ticket: [] }), { body: ticket }, changed);
    await made.write();
    expect(made.forms()[0]).to.include({ description: 'Second floor', cf_900: mark });
    const rows = [{ id: '1' }, { id: '2', cf_900: mark }];
    const asked = run('ticket.create', { get_ticket_list_full: () => rows }, { body: ticket }, changed);
    expect(await asked.find()).to.equal('2');
    expect(asked.forms()[0]).to.include({ query_string: `cf_900|=|${mark}` });
  });

  it('O-22: a change sends its own fields alone, to the contact, the lead or the company', async () => {
    const contact = run('contact.update', people(), {
      id: '48213',
      body: { jobTitle: 'CFO', fields: { mailingcity: 'Hull' } },
    });
    expect(await contact.write()).to.deep.equal({ id: '48213' });
    expect(contact.forms()).to.deep.include({ crmid: '48213', title: 'CFO', mailingcity: 'Hull' });
    const lead = run('contact.update', people(), { id: '60001', body: { jobTitle: 'Owner' } });
    expect(await lead.write()).to.deep.equal({ id: '60001' });
    expect(lead.methods()).to.deep.equal(['get_contact', 'edit_lead', 'get_lead']);
    expect(lead.forms()[1]).to.deep.equal({ crmid: '60001', designation: 'Owner' });
    const told = run('contact.update', people(), {
      id: '60001',
      base: { kind: 'lead' },
      body: { firstName: 'Owen' },
    });
    await told.write();
    expect(told.methods()).to.deep.equal(['edit_lead', 'get_lead']);
    const addresses = [{ label: 'Billing', street: '2 Quay', city: 'Hull' }];
    const company = run('customer.update', people(), { id: '48102', body: { addresses, website: null } });
    expect(await company.write()).to.deep.equal({ id: '48102' });
    expect(company.forms()[0]).to.include({ street: '2 Quay', city: 'Hull', state: '', website: '' });
  });

  it('takes the answer of a vendor that knows a lead as a contact too for what it says it is', async () => {
    const answers = { ...people(), get_contact: () => ({ crmid: '60001', record_module: 'Leads' }) };
    const lead = run('contact.update', answers, { id: '60001', body: { jobTitle: 'Owner' } });
    await lead.write();
    expect(lead.methods()).to.include('edit_lead').and.not.to.include('edit_contact');
  });

  it('makes contacts and leads, and moves a contact to another company', async () => {
    const made = run('contact.create', people(), {
      body: { kind: 'lead', lastName: 'Roe', email: 'roe@roe.example' },
    });
    expect(await made.write()).to.deep.equal({ id: '9001' });
    expect(made.forms()[0]).to.include({ crmid: 0, lastname: 'Roe', email: 'roe@roe.example' });
    expect(made.methods()).to.deep.equal(['edit_lead', 'get_lead']);
    const moved = run('contact.move', people(), { id: '48213', body: { principal: '48999' } });
    expect(await moved.write()).to.deep.equal({ id: '48213' });
    expect(moved.forms()[0]).to.deep.equal({ crmid: '48213', accountid: '48999' });
  });

  it('O-06, O-14: the portal tick is set and taken off on the contact or the lead itself', async () => {
    const on = run('login.enable', people(), { id: '48213' });
    expect(await on.write()).to.deep.equal({ id: '48213' });
    expect(on.forms()).to.deep.include({ crmid: '48213', portal: '1' });
    const off = run('login.disable', people(), { id: '60001' });
    expect(await off.write()).to.deep.equal({ id: '60001' });
    expect(off.forms()).to.deep.include({ crmid: '60001', portal: '0' });
  });

  it('O-07: a tick that opens nothing is told', async () => {
    expect(await run('login.enable', people(), { id: '60001' }).write()).to.deep.equal({
      id: '60001',
      differs: ['enabled'],
    });
    expect(await run('login.enable', { ...people(), edit_lead: () => 1 }, { id: '1' }).caught()).to.include({
      kind: 'notFound',
    });
  });

  it('O-04, O-48: a signed sales order is eSigned, read back', async () => {
    const signed = run('salesOrder.sign', holding(order('Open')), { id: '52044' });
    expect(await signed.write()).to.deep.equal({ id: '52044' });
    expect(signed.methods()).to.deep.equal(['get_salesorder', 'edit_salesorder', 'get_salesorder']);
    expect(signed.forms()[1]).to.deep.equal({ crmid: '52044', sostatus: 'eSigned' });
  });

  it('O-48: what is signed stays so without a call, and what is no longer open is refused', async () => {
    const again = run('salesOrder.sign', holding(order('eSigned')), { id: '52044' });
    expect(await again.write()).to.deep.equal({ id: '52044' });
    expect(again.methods()).to.deep.equal(['get_salesorder']);
    for (const status of ['Cancelled', '', 'open'])
      expect(await run('salesOrder.sign', holding(order(status)), { id: '52044' }).caught()).to.include({
        kind: 'conflict',
      });
    const dropped = run('salesOrder.sign', holding(order('Open'), { keeps: false }), { id: '52044' });
    expect(await dropped.caught()).to.include({ kind: 'conflict' });
    expect(await run('salesOrder.sign', holding(order('Open')), { id: '1' }).caught()).to.include({
      kind: 'notFound',
    });
  });

  it('O-51: a quote is signed by its stage, in the words of the tenant', async () => {
    const changed = { open: { quote: ['For signature'] }, signedStatus: 'Signed online' };
    const rows = { quote: [{ crmid: '53001', quotestage: 'For signature' }] };
    const signed = run('quote.sign', holding(rows), { id: '53001' }, changed);
    expect(await signed.write()).to.deep.equal({ id: '53001' });
    expect(signed.forms()[1]).to.deep.equal({ crmid: '53001', quotestage: 'Signed online' });
  });
});
