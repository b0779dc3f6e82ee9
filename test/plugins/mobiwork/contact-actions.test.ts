import { expect } from 'chai';

import type { Command, Json } from '../../../core/contract/contract.js';
import { actions } from '../../../plugins/mobiwork/actions.js';
import { faultOf } from '../../core/connections/vendor.js';
import { facts, lena, riverside, sam, settings } from './mobiwork-session.js';
import { startTenant, type Tenant } from './tenant.js';

type Name =
  | 'contact.create'
  | 'contact.update'
  | 'contact.delete'
  | 'contact.promote'
  | 'login.enable'
  | 'login.disable'
  | 'customer.update';

const writing = (name: Name) => {
  const action = actions(facts, settings)[name];
  if (!action || !('write' in action)) throw new Error(`${name} writes nothing`);
  return action;
};

const run = (
  { session }: Tenant,
  name: Name,
  body: Record<string, Json>,
  more: Partial<Command> = {},
): Promise<{ id?: string; differs?: string[] }> =>
  writing(name).write(session, { key: 'k-1', body, ...more });

const customer = '3178692';
const primary = (id: string): string => `<contact><contactId>${id}</contactId></contact>`;
const withPlaces =
  '<addressList><address><addressId>9</addressId><address1>1 Pier</address1></address></addressList>';
const loneCustomer = (contacts: string, more = ''): string =>
  `<customer><mobiworkCustomerId>${customer}</mobiworkCustomerId><enabled>true</enabled>${more}<contactList>${contacts}</contactList></customer>`;

describe('MobiWork actions on contacts', () => {
  it('M-22: an edit stores the changes, and sends everybody of the customer, PINs from a fresh read among it', async () => {
    for (const clears of [false, true]) {
      const tenant = startTenant(riverside(primary('501') + withPlaces), { clears });
      const before = structuredClone(tenant.customer());
      const body = { customer, phones: [{ type: 'work', number: '8135550199 x7' }], firstName: 'Samuel' };
      expect(await run(tenant, 'contact.update', body, { id: '502' })).to.deep.equal({});
      expect(tenant.operations()).to.deep.equal([
        `GET customer/${customer}/view.html`,
        `POST customer/${customer}/edit.html`,
        `GET customer/${customer}/view.html`,
      ]);
      expect(tenant.contact('502')).to.include({
        firstName: 'Samuel',
        lastName: 'Cole',
        phoneNumber: '8135550199',
        phoneExt: '7',
        pin: '9033',
      });
      expect(tenant.contact('501')).to.deep.equal(
        (before['contactList'] as { contact: unknown[] }).contact[0],
      );
      const { contact, addressList, companyName } = tenant.customer();
      expect(contact).to.include({ contactId: '501' });
      expect([addressList, companyName]).to.deep.equal([before['addressList'], 'Riverside Dental']);
    }
  });

  it('M-22: the edit of the primary contact goes into both of its copies', async () => {
    const tenant = startTenant(riverside(primary('501')));
    await run(tenant, 'contact.update', { customer, lastName: 'Ortiz & Sons' }, { id: '501' });
    expect(tenant.calls[1]?.sent).to.match(
      /<primaryContact>.*<lastName>Ortiz &amp; Sons<\/lastName>.*<\/primaryContact>/,
    );
    expect(tenant.contact('501')).to.include({ lastName: 'Ortiz & Sons' });
  });

  it('M-22: what was emptied is sent empty, what was empty is not sent', async () => {
    const tenant = startTenant(riverside('', '<altPhoneExt>null</altPhoneExt>'));
    await run(tenant, 'contact.update', { customer, honorific: null }, { id: '502' });
    const sent = tenant.calls[1]?.sent ?? '';
    expect(sent)
      .to.include('<title></title><firstName>Sam</firstName>')
      .and.not.match(/externalCustomerId|altPhoneExt/);
    expect(tenant.contact('502')).to.include({ title: '' });
  });

  it('M-22: a field that MobiWork did not keep is named, and a contact that is gone is told', async () => {
    const forgetful = startTenant(riverside(), { drops: ['fax'] });
    const phones = [
      { type: 'work', number: '8135550122' },
      { type: 'fax', number: '8135550123' },
    ];
    expect(
      await run(forgetful, 'contact.update', { customer, phones, lastName: 'Coal' }, { id: '502' }),
    ).to.deep.equal({
      differs: ['phones'],
    });
    const missing = run(startTenant(riverside()), 'contact.update', { customer }, { id: '999' });
    expect(await faultOf(missing)).to.include({ kind: 'notFound' });
  });

  it('M-22: a permission is no field of an edit', async () => {
    const tenant = startTenant(riverside());
    const raised = run(
      tenant,
      'contact.update',
      { customer, fields: { permissions: ['admin'] } },
      { id: '502' },
    );
    expect(await faultOf(raised)).to.include({ kind: 'config' });
    expect(tenant.contact('502')).to.include({ admin: 'false' });
  });

  it('M-14: a contact is added with a first and a last name, and not without them', async () => {
    const tenant = startTenant(riverside(primary('501')));
    const body = {
      customer,
      kind: 'contact',
      firstName: 'Ida',
      lastName: 'Voss',
      email: 'ida@riverside.example',
    };
    expect(await run(tenant, 'contact.create', body)).to.deep.equal({ id: '601' });
    expect(tenant.contacts().map(({ contactId }) => contactId)).to.deep.equal(['501', '502', '601']);
    expect(tenant.contact('601')).to.deep.include({
      firstName: 'Ida',
      lastName: 'Voss',
      enabled: 'true',
      customerId: customer,
    });
    expect(tenant.contact('601')).not.to.have.property('pin');
    for (const short of [{ firstName: 'Ida' }, { lastName: 'Voss' }, { firstName: '', lastName: 'Voss' }])
      expect(await faultOf(run(tenant, 'contact.create', { customer, ...short }))).to.include({
        kind: 'invalidRecord',
      });
    expect(tenant.contacts()).to.have.length(3);
  });

  it('M-15: permissions can be given while adding, as far as the tenant has elements for them', async () => {
    const tenant = startTenant(riverside());
    const body = { customer, firstName: 'Ida', lastName: 'Voss', capabilities: ['billing', 'reports'] };
    expect(await run(tenant, 'contact.create', body)).to.deep.equal({ id: '601', differs: ['capabilities'] });
    expect(tenant.contact('601'))
      .to.include({ admin: 'false', accessBilling: 'true' })
      .and.not.have.property('accessReports');
    await run(tenant, 'contact.update', { customer, capabilities: ['admin'] }, { id: '601' });
    expect(tenant.contact('601')).to.include({ admin: 'true', accessBilling: 'false' });
  });

  it('M-14: after an unknown outcome the contact is found by all that was written', async () => {
    const tenant = startTenant(riverside());
    const body = { customer, firstName: 'Ida', lastName: 'Voss' };
    const find = () => writing('contact.create').find?.(tenant.session, { key: 'k-1', body });
    expect(await find()).to.equal(undefined);
    await run(tenant, 'contact.create', body);
    expect(await find()).to.equal('601');
  });

  it('M-14: a new contact that MobiWork does not show is told', async () => {
    const tenant = startTenant(riverside(), { ignores: true });
    const made = run(tenant, 'contact.create', { customer, firstName: 'Ida', lastName: 'Voss' });
    expect(await faultOf(made)).to.include({ kind: 'conflict' });
  });

  it('M-23: a contact is deleted by sending the list without it; deleting again is no failure', async () => {
    const tenant = startTenant(riverside(primary('501')));
    await run(tenant, 'contact.delete', { customer }, { id: '502' });
    expect(tenant.contacts().map(({ contactId }) => contactId)).to.deep.equal(['501']);
    expect(tenant.contact('501')).to.include({ pin: '4417' });
    const calls = tenant.calls.length;
    expect(await run(tenant, 'contact.delete', { customer }, { id: '502' })).to.deep.equal({});
    expect(tenant.operations().slice(calls)).to.deep.equal([`GET customer/${customer}/view.html`]);
    expect(await run(tenant, 'contact.delete', { customer: '999' }, { id: '502' })).to.deep.equal({});
  });

  it('M-23: the primary contact first hands that over, and is left out then', async () => {
    const disabled = lena().replace('<enabled>true', '<enabled>false').replaceAll('501', '500');
    const tenant = startTenant(loneCustomer(disabled + lena() + sam(), primary('501')));
    await run(tenant, 'contact.delete', { customer }, { id: '501' });
    const edits = tenant.calls.filter(({ operation }) => operation.includes('edit')).map(({ sent }) => sent);
    expect(edits).to.have.length(2);
    expect(edits[0])
      .to.match(/<primaryContact><contactId>502/)
      .and.include('<contactId>501');
    expect(edits[1])
      .to.match(/<primaryContact><contactId>502/)
      .and.not.include('<contactId>501');
    expect(tenant.customer()['contact']).to.include({ contactId: '502' });
  });

  it('M-23: the only contact stays where it is the primary one, and a deletion that MobiWork ignores is told', async () => {
    const alone = startTenant(loneCustomer(lena(), primary('501')));
    expect(await faultOf(run(alone, 'contact.delete', { customer }, { id: '501' }))).to.include({
      kind: 'conflict',
    });
    expect(alone.contacts()).to.have.length(1);
    const deaf = startTenant(riverside(), { ignores: true });
    expect(await faultOf(run(deaf, 'contact.delete', { customer }, { id: '502' }))).to.include({
      kind: 'conflict',
    });
  });

  it('a contact becomes the primary one, and the customer is found by the contact where nothing names it', async () => {
    const tenant = startTenant(riverside(primary('501')));
    await run(tenant, 'contact.promote', {}, { id: '502' });
    expect(tenant.operations()[0]).to.equal('POST customer/list.html');
    expect(tenant.customer()['contact']).to.include({ contactId: '502' });
    expect(await faultOf(run(tenant, 'contact.promote', {}, { id: '999' }))).to.include({ kind: 'notFound' });
  });

  it('a sign-in is switched off and on with its contact, not against its customer', async () => {
    const tenant = startTenant(riverside());
    await run(tenant, 'login.disable', {}, { id: '502', base: { principal: customer } });
    expect(tenant.contact('502')).to.include({ enabled: 'false', pin: '9033' });
    await run(tenant, 'login.enable', {}, { id: '502', base: { principal: customer } });
    expect(tenant.contact('502')).to.include({ enabled: 'true' });
    const off = startTenant(
      riverside().replace('<enabled>true</enabled>\n  <fromDate>', '<enabled>false</enabled><fromDate>'),
    );
    expect(off.customer()).to.include({ enabled: 'false' });
    expect(await faultOf(run(off, 'login.enable', { customer }, { id: '502' }))).to.include({
      kind: 'conflict',
    });
  });

  it('a customer is renamed with all of its contacts', async () => {
    const tenant = startTenant(riverside(), { clears: true });
    expect(await run(tenant, 'customer.update', { name: 'Riverside Group' }, { id: customer })).to.deep.equal(
      {},
    );
    expect(tenant.customer()).to.include({ companyName: 'Riverside Group' });
    expect(tenant.contacts()).to.have.length(2);
  });
});
