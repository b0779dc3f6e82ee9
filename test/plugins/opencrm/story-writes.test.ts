import { expect } from 'chai';

import type { ActionName } from '../../../core/contract/contract.js';
import { keepFile } from '../../../core/records/keep-file.js';
import { deliverOutbox } from '../../../core/sync/outbox/deliver-outbox.js';
import { enqueueCommand, type CommandRequest } from '../../../core/sync/outbox/enqueue-command.js';
import { openStoryHub, people, type StoryHub } from './story-hub.js';

describe('what Portico writes to OpenCRM', () => {
  let story: StoryHub;

  before(async () => {
    story = await openStoryHub();
    await story.learn();
    for (const who of ['priya', 'una', 'yara', 'olive', 'victor'] as const) await story.letIn(who);
  });
  after(() => story.close());

  /** A wish through the outbox to its end, and then a fresh reading of everything. */
  async function write(action: ActionName, request: CommandRequest) {
    const connection = await story.connection();
    await enqueueCommand(story.hub.database.pool, connection, { action, by: 'test', ...request });
    await deliverOutbox(story.hub.database, connection, {
      worker: 'test',
      signal: new AbortController().signal,
      backOffMs: 0,
      maxTries: 3,
    });
    await story.learn();
    const [command] = await story.hub.rows(
      'select state, result_id as id, error from command order by command.id desc limit 1',
    );
    return command ?? {};
  }
  const done = async (action: ActionName, request: CommandRequest): Promise<string> => {
    const command = await write(action, request);
    expect(command['state'], JSON.stringify(command['error'])).to.equal('done');
    return String(command['id']);
  };
  const atVendor = (id: string) =>
    story.vendor.dump().records.find(({ crmid }) => String(crmid) === id)?.fields ?? {};

  it('O-03, O-24: a ticket that somebody logs is theirs in OpenCRM, and in their list', async () => {
    const body = {
      subject: 'Łódź: filter & "valve"; 1|2',
      body: 'Second floor\nleft door',
      contacts: [people.priya],
      customer: '48102',
      portalVisible: true,
      fields: { priority: 'High' },
    };
    const id = await done('ticket.create', { body });
    expect(atVendor(id)).to.include({ contactid: '48213', parent_id: '48102', showonportal: '1' });
    expect(await story.sees('priya', 'ticket')).to.include(id);
    const page = await story.opens('priya', 'ticket', id);
    expect(page).to.have.property('values').that.includes({ subject: body.subject, body: body.body });
  });

  it('O-06, O-28: a lead and a contact of no company log theirs without one', async () => {
    for (const who of ['yara', 'una'] as const) {
      const id = await done('ticket.create', {
        body: { subject: 'No company', contacts: [people[who]], portalVisible: true },
      });
      expect(await story.sees(who, 'ticket')).to.include(id);
    }
  });

  it('O-22: details of a person, a lead and a company change, and nothing else of theirs', async () => {
    const before = atVendor(people.priya);
    await done('contact.update', {
      target: people.priya,
      body: { jobTitle: 'Chair', fields: { mailingcity: 'Hull' } },
    });
    expect(atVendor(people.priya)).to.deep.equal({ ...before, title: 'Chair', mailingcity: 'Hull' });
    await done('contact.update', { target: people.yara, body: { jobTitle: 'Buyer' } });
    expect(atVendor(people.yara)).to.include({ designation: 'Buyer' });
    await done('customer.update', {
      target: '48102',
      body: {
        website: 'harbourlight.example',
        addresses: [{ label: 'Billing', street: '2 Quay', city: 'Hull' }],
      },
    });
    expect(atVendor('48102')).to.include({ street: '2 Quay', city: 'Hull', cf_713: 'North' });
    expect(await story.opens('priya', 'customer', '48102'))
      .to.have.property('values')
      .that.includes({ website: 'harbourlight.example' });
  });

  it('O-04, O-48, O-51: what is signed is eSigned and closed, and a second time nothing is changed', async () => {
    for (const [action, module, id] of [
      ['salesOrder.sign', 'salesOrder', '52044'],
      ['quote.sign', 'quote', '52601'],
    ] as const) {
      await done(action, { target: id, body: {} });
      const page = await story.opens('priya', module, id);
      if (typeof page === 'string') throw new Error(page);
      expect(page.values).to.include({ status: 'eSigned', statusGroup: 'closed' });
      expect(page.actions).not.to.include('sign');
      await done(action, { target: id, body: {} });
    }
    const refused = await write('salesOrder.sign', { target: '52046', body: {} });
    expect(refused['state']).to.equal('failed');
    expect(JSON.stringify(refused['error'])).to.contain('can no longer be signed');
    expect(atVendor('52046')).to.include({ sostatus: 'Completed' });
  });

  it('O-14: the portal tick is set and taken off, and counts after the next sync', async () => {
    expect(await story.sees('olive', 'contact')).to.deep.equal([]);
    await done('login.enable', { target: people.olive, body: {} });
    expect(await story.sees('olive', 'contact')).to.deep.equal([people.olive]);
    await done('login.disable', { target: people.olive, body: {} });
    expect(await story.sees('olive', 'contact')).to.deep.equal([]);
  });

  it('O-41: a contact that is made and moved belongs to its company', async () => {
    const id = await done('contact.create', {
      body: {
        kind: 'contact',
        firstName: 'Kim',
        lastName: 'Sato',
        email: 'kim@sea.example',
        principal: '48102',
      },
    });
    await done('contact.move', { target: id, body: { principal: '48103' } });
    expect(
      await story.hub.rows('select customer_id as at from member where contact_id = $1', [id]),
    ).to.deep.equal([{ at: '48103' }]);
  });

  it('O-25, O-30: a file on a ticket is kept here, shown there, and survives a sync', async () => {
    await keepFile(story.keeping, await story.connection(), {
      module: 'ticket',
      recordId: '51877',
      file: { name: 'alarm.txt', content: Buffer.from('06:10'), visibility: 'public' },
      by: 'test',
    });
    await story.learn();
    const page = await story.opens('priya', 'ticket', '51877');
    expect(JSON.stringify(page)).to.contain('alarm.txt');
  });

  for (const [editAnswer, unknownId] of [
    ['number', 'error'],
    ['text', 'array'],
    ['record_id', 'object'],
    ['crmid', 'error'],
    ['id', 'array'],
  ] as const)
    it(`writes once where edits answer by ${editAnswer} and unknown ids by ${unknownId}`, async () => {
      story.vendor.change.assume({ editAnswer, unknownId, singleFullList: 'array' });
      const subject = `Valve ${editAnswer} ${unknownId}`;
      const id = await done('ticket.create', { body: { subject, contacts: [people.victor] } });
      await done('ticket.update', { target: id, body: { fields: { priority: 'Low' } } });
      const made = story.vendor.dump().records.filter(({ fields }) => fields['title'] === subject);
      expect(made.map(({ crmid, fields }) => [String(crmid), fields['priority']])).to.deep.equal([
        [id, 'Low'],
      ]);
      // A lead is told from a contact by asking for a contact of its id.
      await done('contact.update', { target: people.zoe, body: { jobTitle: subject } });
      expect(atVendor(people.zoe)).to.include({ designation: subject });
    });
});
