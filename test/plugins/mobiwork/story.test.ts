import { expect } from 'chai';

import type { Subject } from '../../../core/contract/contract.js';
import { grantCapabilities } from '../../../core/identity/grant-capability.js';
import { keepRecord } from '../../../core/records/keep-record.js';
import { systemClock } from '../../../core/clock.js';
import { codeOf } from '../../core/identity/identity-lab.js';
import { openMobiworkWorld, type MobiworkWorld } from './mobiwork-world.js';

const [lena, sam, bella, rex, cora, eddie, una, dina, phil] = [501, 502, 503, 504, 505, 506, 507, 508, 509];
const [ada, carla, ruth, otto, hal, mo] = [520, 521, 525, 527, 529, 530];
const [riverside, northwind, harbor] = [3_178_692, 3_178_700, 3_178_750];
const everybody = [501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 512, 513].map(String);

describe('what MobiWork shows the contacts of a customer', () => {
  let world: MobiworkWorld;
  let people: Map<number, string>;
  const who = (contactId: number): string => people.get(contactId) ?? '';
  const list = (contactId: number, module: Subject) => world.list(who(contactId), module);
  const detail = (contactId: number, module: Subject, id: number | string) =>
    world.detail(who(contactId), module, id);

  beforeEach(async () => {
    world = await openMobiworkWorld();
    await world.sync();
    people = new Map();
    for (const { contacts } of world.mobiwork.dump().customers)
      for (const { contactId } of contacts)
        // 531 has the address of 502, whose sign-in it is.
        if (contactId !== 531) people.set(contactId, await world.letIn(contactId));
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const modules = ['contact', 'workOrder', 'location', 'invoice', 'quote', 'report', 'product'] as const;
  /** How many of each a person sees. */
  const counts = async (contactId: number) => {
    const found: Record<string, number> = {};
    for (const module of modules) {
      const { length } = await list(contactId, module);
      if (length) found[module] = length;
    }
    return found;
  };
  const riversideHas = { contact: 13, workOrder: 3, location: 2, invoice: 3, quote: 2 };

  it('M-03, M-04: lists all contacts of the customer, and none of another', async () => {
    expect(await list(lena, 'contact')).to.deep.equal(everybody);
    expect(await list(ada, 'contact')).to.deep.equal(['520', '521']);
    expect(await codeOf(detail(ada, 'contact', lena))).to.equal('RECORD_NOT_FOUND');
    expect(await list(ruth, 'contact')).to.deep.equal(['525']);
  });

  it('M-09: of a child customer shows nothing', async () => {
    world.mobiwork.change.moveContact({ contactId: mo, toCustomerId: 3_178_740 });
    await world.sync({});
    expect(await list(lena, 'contact')).to.deep.equal(everybody);
    expect(await list(mo, 'customer')).to.deep.equal(['3178740']);
  });

  it('M-06, M-13: shows a contact’s title, name, phones, e-mail and permissions, and no PIN', async () => {
    const { values } = await detail(lena, 'contact', 512);
    expect(values).to.deep.include({
      honorific: 'Prof.',
      firstName: 'Zoë',
      lastName: "O'Brien-Łukasz",
      email: "zoe.o'brien@riverside.example",
      phones: [
        { type: 'work', number: '+1 813 555 0112 x7' },
        { type: 'other', number: '8135550113 x22' },
        { type: 'fax', number: '8135550114' },
      ],
      status: 'Enabled',
      'fields.permissions': [],
    });
    expect((await detail(lena, 'contact', una)).values).to.deep.include({
      'fields.permissions': ['billing', 'reports'],
    });
    expect((await detail(sam, 'contact', sam)).values).to.include({ firstName: 'Sam' });
  });

  it('M-16: is everything of the customer for Admin, and of nobody else', async () => {
    expect(await counts(lena)).to.deep.equal(riversideHas);
    expect(await list(lena, 'workOrder')).to.deep.equal(['90401', '90402', '90403']);
    expect(await counts(ada)).to.deep.equal({ contact: 2, workOrder: 1, location: 1, invoice: 1, quote: 1 });
    expect(await counts(ruth)).to.deep.equal({ contact: 1, workOrder: 1, invoice: 1 });
    for (const [module, id] of [
      ['workOrder', 90_404],
      ['invoice', 71_004],
      ['quote', 72_003],
      ['location', 88_130],
    ] as const)
      expect(await codeOf(detail(lena, module, id)), module).to.equal('RECORD_NOT_FOUND');
    const { values } = await detail(lena, 'workOrder', 90_402);
    expect(values).to.deep.include({
      number: '90402',
      subject: 'Compressor <A> & dryer: "no air"',
      status: 'ASSIGNED',
      statusGroup: 'open',
      type: 'Repair',
      'fields.customStatus': 'Waiting for parts',
      'fields.address1': '7 Mill & Bay St',
      'dates.scheduled': '2025-06-03T13:30:00.000Z',
    });
    expect(values).not.to.have.any.keys('owner', 'contacts', 'fields.door');
  });

  it('M-17: is invoices, estimates and payment for Access Billing, no work order and no place', async () => {
    expect(await counts(bella)).to.deep.equal({ contact: 1, invoice: 3, quote: 2 });
    expect(await counts(carla)).to.deep.equal({ contact: 1, invoice: 1, quote: 1 });
    const { values, actions } = await detail(bella, 'invoice', 71_001);
    expect(values).to.deep.include({
      number: '71001',
      status: 'OPEN',
      amount: 12_050,
      currency: 'USD',
      'dates.issued': '2025-06-02',
      'dates.due': '2025-07-01',
    });
    expect(values).not.to.have.any.keys('owner', 'body');
    expect(actions).to.deep.equal(['read', 'pay']);
    expect(await codeOf(detail(bella, 'workOrder', 90_401))).to.equal('RECORD_NOT_FOUND');
  });

  it('M-18: is the reports that Portico keeps of the customer for Access Reports', async () => {
    const deps = { database: world.hub.database, clock: systemClock };
    const connection = await world.hub.open('mobiwork');
    const kept = async (customer: number) => {
      const data = { subject: 'Visits in May', customer: String(customer) };
      const files = [{ name: 'may.xlsx', content: Buffer.from('PK'), visibility: 'public' as const }];
      return (await keepRecord(deps, connection, { module: 'report', data, files, by: 'a test' })).id;
    };
    const [mine] = [await kept(riverside), await kept(northwind)];
    expect(await counts(rex)).to.deep.equal({ contact: 1, report: 1 });
    expect(await list(rex, 'report')).to.deep.equal([mine]);
    const { values, actions } = await detail(rex, 'report', mine);
    expect((values['files'] as { name: string }[]).map(({ name }) => name)).to.deep.equal(['may.xlsx']);
    expect(actions).to.deep.equal(['read', 'download']);
    expect(await list(bella, 'report')).to.deep.equal([]);
    expect(await list(lena, 'report')).to.deep.equal([mine]);
    await world.sync();
    expect(await list(rex, 'report')).to.deep.equal([mine]);
  });

  it('M-16: is documents that are shown and questions that are public for Admin', async () => {
    const deps = { database: world.hub.database, clock: systemClock };
    const connection = await world.hub.open('mobiwork');
    const keep = async (module: 'document' | 'faq', data: object) =>
      (await keepRecord(deps, connection, { module, data: { subject: 'A text', ...data }, by: 'a test' })).id;
    const customer = String(riverside);
    const shown = await keep('document', { customer, portalVisible: true });
    await keep('document', { customer, portalVisible: false });
    await keep('document', { customer: String(northwind), portalVisible: true });
    const open = await keep('faq', { public: true });
    await keep('faq', { public: false });
    expect([await list(lena, 'document'), await list(lena, 'faq')]).to.deep.equal([[shown], [open]]);
    expect([await list(sam, 'document'), await list(bella, 'faq')]).to.deep.equal([[], []]);
  });

  it('M-19: is, for Create Work Order, the orders that the person made here, and the places', async () => {
    expect(await counts(cora)).to.deep.equal({ contact: 1, location: 2 });
    const body = { customer: String(riverside), contacts: [String(cora)], subject: 'Lamp flickers' };
    const made = await world.write('workOrder.create', { body });
    expect(made).to.include({ state: 'done' });
    await world.sync({});
    expect(await list(cora, 'workOrder')).to.deep.equal([made['result_id']]);
    expect((await detail(cora, 'workOrder', String(made['result_id']))).actions).to.have.members([
      'read',
      'create',
      'download',
      'upload',
      'comment',
    ]);
    expect(await list(lena, 'workOrder')).to.have.length(4);
    expect(await list(mo, 'workOrder')).to.deep.equal([]);
  });

  it('M-20, M-24: lets Edit Contact change colleagues, Admin add and delete them, and nobody delete themself', async () => {
    const may = async (contactId: number, id: number) => (await detail(contactId, 'contact', id)).actions;
    expect(await list(eddie, 'contact')).to.deep.equal(everybody);
    expect(await counts(eddie)).to.deep.equal({ contact: 13 });
    expect([await may(eddie, sam), await may(eddie, eddie)]).to.deep.equal([['read', 'update'], ['read']]);
    expect(await may(lena, sam)).to.deep.equal(['read', 'create', 'update', 'delete']);
    expect(await may(lena, lena)).to.deep.equal(['read', 'create', 'update']);
    expect(await may(sam, sam)).to.deep.equal(['read']);
  });

  it('M-17, M-18, M-29: is the union for who has several permissions, and oneself for who has none', async () => {
    expect(await counts(una)).to.deep.equal({ contact: 1, invoice: 3, quote: 2 });
    for (const contactId of [sam, 513]) {
      expect(await counts(contactId)).to.deep.equal({ contact: 1 });
      expect(await list(contactId, 'contact')).to.deep.equal([String(contactId)]);
      expect(await list(contactId, 'customer')).to.deep.equal([String(riverside)]);
    }
  });

  it('M-26: is the same for who has a phone number alone; a second of that number is told', async () => {
    expect(await counts(phil)).to.deep.equal({ contact: 1, invoice: 3, quote: 2 });
    const logins = await world.hub.rows(
      `select contact_id as id, user_name as name from login where contact_id = any($1) order by 1`,
      [['502', '509', '510', '511']],
    );
    expect(logins.map(({ name }) => name)).to.deep.equal(['8135550122', '8135550109', null, null]);
    expect((await world.issues()).filter(({ kind }) => kind === 'PHONE_SHARED')).to.have.length(1);
  });

  it('M-16, M-29: is nothing for a contact, or of a customer, that is switched off', async () => {
    for (const contactId of [dina, otto]) {
      expect(await counts(contactId)).to.deep.equal({});
      expect(await list(contactId, 'customer')).to.deep.equal([]);
    }
    world.mobiwork.change.editContact({ contactId: lena, enabled: false });
    world.mobiwork.change.editCustomer({ mobiworkCustomerId: northwind, enabled: false });
    await world.sync({});
    expect([await counts(lena), await counts(ada), await counts(carla)]).to.deep.equal([{}, {}, {}]);
    expect(await counts(bella)).to.deep.equal({ contact: 1, invoice: 3, quote: 2 });
    world.mobiwork.change.editContact({ contactId: lena, enabled: true });
    await world.sync({});
    expect(await counts(lena)).to.deep.equal(riversideHas);
  });

  it('M-16 to M-20: follows the ticks at the next run, given or taken', async () => {
    const { change } = world.mobiwork;
    change.setPermissions({ contactId: bella, billing: false, reports: true });
    change.setPermissions({ contactId: sam, editContact: true });
    change.editContact({ contactId: lena, admin: false });
    change.editContact({ contactId: rex, admin: true });
    await world.sync({});
    expect([await counts(bella), await counts(lena)]).to.deep.equal([{ contact: 1 }, { contact: 1 }]);
    expect(await counts(sam)).to.deep.equal({ contact: 13 });
    expect(await counts(rex)).to.deep.equal(riversideHas);
  });

  it('M-04: follows who is moved to another customer, and lets go of the old one', async () => {
    expect(await list(mo, 'contact')).to.deep.equal(['529', '530', '531']);
    world.mobiwork.change.moveContact({ contactId: mo, toCustomerId: northwind });
    await world.sync({});
    expect(await list(mo, 'contact')).to.deep.equal(['520', '521', '530']);
    expect(await list(mo, 'customer')).to.deep.equal([String(northwind)]);
    expect(await list(hal, 'contact')).to.deep.equal(['529', '531']);
    expect(await list(ada, 'contact')).to.deep.equal(['520', '521', '530']);
    // The other way, the customer who loses them comes after the one who gains them in the list.
    world.mobiwork.change.moveContact({ contactId: mo, toCustomerId: harbor });
    await world.sync({});
    expect(await list(mo, 'customer')).to.deep.equal([String(harbor)]);
    expect(await list(ada, 'contact')).to.deep.equal(['520', '521']);
  });

  it('M-23: ends for who is deleted at MobiWork, with the next run', async () => {
    world.mobiwork.change.deleteContact({ contactId: bella });
    await world.sync({});
    expect(await counts(bella)).to.deep.equal({});
    expect(await list(lena, 'contact')).to.deep.equal(everybody.filter((id) => id !== String(bella)));
  });

  it('M-04: ends with the customer that is deleted, and with an address that is another', async () => {
    world.mobiwork.change.deleteCustomer({ mobiworkCustomerId: 3_178_710 });
    world.mobiwork.change.editContact({ contactId: carla, email: 'carla.new@northwind.example' });
    await world.sync();
    expect([await counts(ruth), await counts(carla)]).to.deep.equal([{}, {}]);
    expect(await list(lena, 'contact')).to.deep.equal(everybody);
  });

  it('M-16: follows a work order that is moved, closed or deleted', async () => {
    const { change } = world.mobiwork;
    change.editWorkOrder({ mobiworkWorkOrderId: 90_402, customerId: northwind });
    change.editWorkOrder({ mobiworkWorkOrderId: 90_403, status: 'CLOSED', description: 'Done' });
    await world.sync();
    expect([await list(lena, 'workOrder'), await list(ada, 'workOrder')]).to.deep.equal([
      ['90401', '90403'],
      ['90402', '90404'],
    ]);
    expect((await detail(lena, 'workOrder', 90_403)).values).to.include({
      subject: 'Done',
      statusGroup: 'closed',
    });
    change.deleteWorkOrder({ mobiworkWorkOrderId: 90_401 });
    await world.sync();
    expect(await list(lena, 'workOrder')).to.deep.equal(['90403']);
  });

  it('M-30: shows what is still to be paid, and when it was', async () => {
    expect((await detail(bella, 'invoice', 71_002)).values).to.deep.include({
      status: 'PAID',
      amount: 0,
      'dates.paid': '2025-05-30',
    });
    expect((await detail(bella, 'invoice', 71_002)).actions).to.deep.equal(['read']);
    const [payment] = world.mobiwork.dump().payments;
    const { paymentId, ...known } = payment!;
    expect(paymentId).to.equal(73_001);
    world.mobiwork.change.addPayment({ ...known, invoiceId: 71_001, amount: '20.50' });
    await world.sync({});
    expect((await detail(bella, 'invoice', 71_001)).values).to.deep.include({ amount: 10_000 });
  });

  it('M-16 to M-20: is, for permissions that the tenant does not tell, what staff grant here', async () => {
    world.mobiwork.assumptions.permissionFlags = null;
    await world.sync();
    expect([await counts(bella), await counts(eddie)]).to.deep.equal([{ contact: 1 }, { contact: 1 }]);
    expect(await counts(lena)).to.deep.equal(riversideHas);
    const connection = await world.hub.open('mobiwork');
    await grantCapabilities(world.hub.identity, connection, {
      contact: String(bella),
      grant: ['billing'],
      who: 'a test',
    });
    expect(await counts(bella)).to.deep.equal({ contact: 1, invoice: 3, quote: 2 });
  });
});
