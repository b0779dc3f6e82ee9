import { expect } from 'chai';

import type { MobiworkAssumptions } from '../../simulators/mobiwork/mobiwork-assumptions.js';
import { openMobiworkWorld, type MobiworkWorld } from './mobiwork-world.js';

const [lena, sam, bella, dina] = [501, 502, 503, 508];
const riverside = 3_178_692;
const customer = String(riverside);
const done = { state: 'done', differs: null };
const ida = {
  honorific: 'Ms.',
  firstName: 'Ida',
  lastName: "O'Voss & Łuk",
  email: 'ida@riverside.example',
  phones: [{ type: 'work', number: '8135550777 x9' }],
};

describe('what is written to MobiWork', () => {
  let world: MobiworkWorld;
  let admin: string;

  beforeEach(async () => {
    world = await openMobiworkWorld({ settings: { workOrderTypeId: '25122' } });
    await world.sync();
    admin = await world.letIn(lena);
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const dump = () => world.mobiwork.dump();
  const customerOf = (id = riverside) => dump().customers.find((each) => each.mobiworkCustomerId === id)!;
  const contactOf = (id: number) =>
    dump()
      .customers.flatMap(({ contacts }) => contacts)
      .find(({ contactId }) => contactId === id);
  const orderOf = (id: number) => dump().workOrders.find((each) => each.mobiworkWorkOrderId === id)!;

  it('M-01, M-14, M-15: a contact is added with its permissions, and nothing else is touched', async () => {
    const before = customerOf();
    const body = { ...ida, principal: customer, capabilities: ['billing', 'createWorkOrder'] };
    const command = await world.write('contact.create', { body });
    expect(command).to.deep.include(done);
    const made = Number(command['result_id']);
    const { contacts, ...rest } = customerOf();
    expect(contacts.slice(0, -1)).to.deep.equal(before.contacts);
    expect(rest).to.deep.equal(Object.fromEntries(Object.entries(before).filter(([name]) => name in rest)));
    expect(contactOf(made)).to.deep.include({
      title: 'Ms.',
      lastName: "O'Voss & Łuk",
      phoneNumber: '8135550777',
      phoneExt: '9',
      enabled: true,
      admin: false,
      permissions: { billing: true, reports: false, createWorkOrder: true, editContact: false },
    });
    await world.sync({});
    expect(await world.list(admin, 'contact')).to.include(String(made));
    expect((await world.detail(admin, 'contact', made)).values).to.deep.include({
      email: 'ida@riverside.example',
      'fields.permissions': ['billing', 'createWorkOrder'],
    });
    const nameless = await world.write('contact.create', { body: { lastName: 'Voss', principal: customer } });
    expect(nameless).to.include({ state: 'failed' });
  });

  it('M-15: a permission that the tenant has no element for is told, for staff to grant here', async () => {
    world.mobiwork.assumptions.permissionFlags = null;
    await world.sync();
    const body = { ...ida, principal: customer, capabilities: ['admin', 'billing'] };
    const command = await world.write('contact.create', { body });
    expect(command).to.deep.include({ state: 'done', differs: ['capabilities'] });
    expect(contactOf(Number(command['result_id']))).to.include({ admin: true });
  });

  it('M-22: a contact is changed by what was changed alone, and keeps their PIN', async () => {
    const before = contactOf(512)!;
    const body = { firstName: 'Zoe', phones: [{ type: 'work' as const, number: '8135550999' }] };
    const base = { principal: customer };
    expect(await world.write('contact.update', { target: 512, body, base })).to.deep.include(done);
    expect(contactOf(512)).to.deep.equal({
      ...before,
      firstName: 'Zoe',
      phoneNumber: '8135550999',
      phoneExt: null,
      altPhoneNumber: null,
      altPhoneExt: null,
      fax: null,
    });
    await world.sync({});
    expect((await world.detail(admin, 'contact', 512)).values).to.include({ firstName: 'Zoe' });
    const gone = await world.write('contact.update', { target: 999, body, base });
    expect(gone).to.include({ state: 'failed' });
  });

  it('M-20: rights are given and taken by the command for it, and by no other', async () => {
    const base = { principal: customer };
    const capabilities = ['reports'];
    await world.write('contact.update', { target: bella, body: { capabilities }, base });
    expect(contactOf(bella)).to.deep.include({
      admin: false,
      permissions: { billing: false, reports: true, createWorkOrder: false, editContact: false },
    });
    await world.write('contact.update', { target: bella, body: { lastName: 'Ray-Lind' }, base });
    expect(contactOf(bella)).to.have.nested.property('permissions.reports', true);
  });

  it('M-23: a contact is deleted, twice as well as once; the primary one hands that over first', async () => {
    const base = { principal: customer };
    for (const target of [sam, sam, lena])
      expect(await world.write('contact.delete', { target, base })).to.deep.include(done);
    expect(contactOf(sam)).to.equal(undefined);
    expect(contactOf(lena)).to.equal(undefined);
    expect(customerOf()).to.include({ primaryContactId: bella });
    expect(customerOf().contacts).to.have.length(11);
    await world.sync({});
    expect(await world.list(admin, 'contact')).to.deep.equal([]);
    const only = await world.write('contact.delete', { target: 525, base: { principal: '3178710' } });
    expect(only).to.include({ state: 'failed' });
    expect(contactOf(525)).to.include({ firstName: 'Ruth' });
  });

  it('M-16: a contact is promoted and switched, wherever the command does not say the customer', async () => {
    expect(await world.write('contact.promote', { target: sam })).to.deep.include(done);
    expect(customerOf()).to.include({ primaryContactId: sam });
    expect(await world.write('login.enable', { target: dina })).to.deep.include(done);
    expect(await world.write('login.disable', { target: lena })).to.deep.include(done);
    expect([contactOf(dina)?.enabled, contactOf(lena)?.enabled]).to.deep.equal([true, false]);
    await world.sync({});
    expect(await world.list(admin, 'contact')).to.deep.equal([]);
    // Of a customer that is switched off nobody comes in.
    expect(await world.write('login.enable', { target: 527 })).to.include({ state: 'failed' });
    expect(await world.write('contact.move', { target: sam })).to.include({ state: 'manual' });
  });

  it('M-17, M-19: a work order is made with its place and its maker, and changed', async () => {
    const place = { address1: '1 New Pier', city: 'Tampa', state: 'FL', zipCode: '33601' };
    const asked = {
      subject: 'Lamp <flickers> & hums',
      body: 'Since noon.\nTwice.',
      customer,
      contacts: [String(sam)],
      fields: place,
    };
    const command = await world.write('workOrder.create', { body: asked });
    expect(command).to.deep.include(done);
    const made = Number(command['result_id']);
    expect(orderOf(made)).to.deep.include({
      customerId: riverside,
      description: 'Lamp <flickers> & hums\nSince noon.\nTwice.',
      workOrderTypeId: 25_122,
      externalId: `portico:${sam}:${String(command['key'])}`,
    });
    expect(customerOf().addresses.at(-1)).to.deep.include(place);
    await world.sync({});
    expect((await world.detail(admin, 'workOrder', made)).values).to.include({
      subject: asked.subject,
      body: asked.body,
      'fields.address1': '1 New Pier',
    });
    const before = orderOf(90_402);
    const changed = await world.write('workOrder.update', {
      target: 90_402,
      body: { body: 'No air at all' },
    });
    expect(changed).to.deep.include(done);
    expect(orderOf(90_402)).to.deep.equal({ ...before, description: `${before.description}\nNo air at all` });
    await world.write('workOrder.update', { target: 90_402, body: { status: 'CLOSED' } });
    expect(orderOf(90_402)).to.include({ status: 'CLOSED' });
    for (const state of ['done', 'done'])
      expect(await world.write('workOrder.delete', { target: made })).to.include({ state });
    expect(orderOf(made)).to.equal(undefined);
  });

  it('M-30: what is open of an invoice is recorded as paid, once, and is no more to be paid', async () => {
    // Due lately, so that every run looks at it.
    world.mobiwork.change.editInvoice({ invoiceId: 71_001, dueDate: new Date().toISOString().slice(0, 10) });
    const command = await world.write('invoice.pay', { target: 71_001 });
    expect(command).to.deep.include(done);
    const payment = dump().payments.find(({ paymentId }) => String(paymentId) === command['result_id']);
    expect(payment).to.include({ invoiceId: 71_001, amount: '120.50' });
    await world.sync({});
    const { values, actions } = await world.detail(admin, 'invoice', 71_001);
    expect(values).to.deep.include({ status: 'PAID', statusGroup: 'closed', amount: 0 });
    expect(values['dates.paid']).to.equal(payment?.paymentDate);
    expect(actions).to.deep.equal(['read']);
    expect(await world.write('invoice.pay', { target: 71_001 })).to.include({ state: 'failed' });
    expect(dump().payments).to.have.length(2);
  });

  it('M-30: is a step for staff where payments are not shown, or shall not be recorded', async () => {
    world.mobiwork.assumptions.paymentsAdded = false;
    const refused = await world.write('invoice.pay', { target: 71_001 });
    expect(refused).to.include({ state: 'failed' });
    expect(JSON.stringify(refused['error'])).to.match(/No such action.*enter it there/);
    world.mobiwork.change.refuse({ entities: ['payment'] });
    await world.sync();
    expect(await world.write('invoice.pay', { target: 71_001 })).to.include({ state: 'manual' });
    expect(dump().payments).to.have.length(1);
  });

  it('M-14, M-19, M-30: what a lost answer made is found, and not made again', async () => {
    const before = dump();
    const lost = { ...done, tries: 2 };
    world.mobiwork.fail({ operation: 'customer/edit', drop: true });
    expect(await world.write('contact.create', { body: { ...ida, principal: customer } })).to.deep.include(
      lost,
    );
    world.mobiwork.fail({ operation: 'workOrder/add', drop: true });
    const order = { subject: 'Lamp', customer, contacts: [String(sam)] };
    expect(await world.write('workOrder.create', { body: order })).to.deep.include(lost);
    world.mobiwork.fail({ operation: 'payment/add', drop: true });
    expect(await world.write('invoice.pay', { target: 71_003 })).to.deep.include(lost);
    // What is written twice is the same.
    world.mobiwork.fail({ operation: 'customer/edit', drop: true });
    expect(await world.write('login.disable', { target: sam })).to.include({ state: 'done', tries: 2 });
    world.mobiwork.fail({ operation: 'workOrder/delete', drop: true });
    expect(await world.write('workOrder.delete', { target: 90_401 })).to.include({ state: 'done', tries: 2 });
    const after = dump();
    expect(customerOf().contacts).to.have.length(14);
    expect(after.workOrders).to.have.length(before.workOrders.length);
    expect(after.payments).to.have.length(before.payments.length + 1);
  });

  it('M-19, M-30: what was lost on its way is made at the second try', async () => {
    for (const [operation, action, request] of [
      ['workOrder/add', 'workOrder.create', { body: { subject: 'Lamp', customer } }],
      ['payment/add', 'invoice.pay', { target: 71_003 }],
      ['customer/edit', 'contact.create', { body: { ...ida, principal: customer } }],
    ] as const) {
      world.mobiwork.fail({ operation, status: 503, body: 'busy' });
      expect(await world.write(action, request), action).to.include({ state: 'done', tries: 2 });
    }
    expect(customerOf().contacts).to.have.length(14);
    expect(dump().payments).to.have.length(2);
  });

  it('M-04: a customer is renamed with everything it has, and not deleted while orders hang on it', async () => {
    const before = customerOf();
    const renamed = await world.write('customer.update', { target: riverside, body: { name: 'River & Co' } });
    expect(renamed).to.deep.include(done);
    expect(customerOf()).to.deep.equal({ ...before, companyName: 'River & Co' });
    const refused = await world.write('customer.delete', { target: riverside });
    expect(refused).to.include({ state: 'failed' });
    expect(JSON.stringify(refused['error'])).to.include('Customer has work orders');
    expect(await world.write('customer.delete', { target: 3_178_730 })).to.include({ state: 'done' });
    expect(await world.write('customer.delete', { target: 3_178_730 })).to.include({ state: 'done' });
  });
});

describe('what is written, in every reading of MobiWork', () => {
  /** What a series of writes came to, and what it left behind. */
  async function written(assumptions: Partial<MobiworkAssumptions>) {
    const world = await openMobiworkWorld({ assumptions });
    await world.sync();
    const states: Record<string, unknown>[] = [];
    const write = async (...given: Parameters<typeof world.write>) => {
      const { state, differs, error, result_id: id } = await world.write(...given);
      states.push({ action: given[0], state, differs, error });
      return Number(id);
    };
    const base = { principal: customer };
    const body = { ...ida, principal: customer, capabilities: ['reports'] };
    const made = await write('contact.create', { body });
    await write('contact.update', { target: made, body: { firstName: 'Idabel' }, base });
    await write('contact.update', { target: sam, body: { email: 'cole@riverside.example' }, base });
    await write('contact.promote', { target: bella, base });
    await write('login.disable', { target: 504, base });
    await write('contact.delete', { target: dina, base });
    await write('contact.delete', { target: bella, base });
    await write('customer.update', { target: riverside, body: { name: 'River' } });
    const asked = { subject: 'Lamp', body: 'Now', customer, contacts: [String(sam)] };
    const order = await write('workOrder.create', { body: asked });
    await write('workOrder.update', { target: order, body: { subject: 'Lamps' } });
    await write('invoice.pay', { target: 71_001 });
    const { customers, workOrders, payments } = world.mobiwork.dump();
    await world.close({ keep: false });
    const undone = states.filter(({ state, differs }) => state !== 'done' || (differs as [])?.length);
    const left = JSON.stringify({ customers, workOrders, payments })
      .replace(/portico:(\d+:)?[\w-]+/g, 'portico')
      .replace(/20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'then');
    return { undone, left };
  }

  let usual: Awaited<ReturnType<typeof written>>;
  before(async () => void (usual = await written({})));

  it('comes to what was asked for', () => {
    expect(usual.undone).to.deep.equal([]);
    expect(usual.left).to.match(/"Idabel".*"portico".*/);
    expect(usual.left).not.to.match(/"Dina"|"Bella"/);
  });

  for (const reading of [
    { omittedScalars: 'cleared', omittedLists: 'cleared' },
    { primaryLeftOut: 'refused' },
    { primaryLeftOut: 'removed' },
    { editNeedsPrimaryContact: true },
    { contactListHasPrimary: false },
    { unknownContactId: 'added' },
    { unknownContactId: 'ignored' },
    { thirdPhoneName: 'thirdPhoneNumber', omittedScalars: 'cleared' },
    { emptyValue: 'empty' },
    { emptyValue: 'absent', omittedScalars: 'cleared' },
    { booleans: 'upper', elementCase: 'capital' },
    { pagedLists: 'products', counters: 'customers' },
    { workOrderIdName: 'externalWorkOrderId', workOrderCustomerName: 'mobiworkCustomerId' },
    { invoiceIdName: 'id', userReference: 'name' },
    { failureStatusCode: '0', newTokenEndsOld: true },
    { tokenMinutes: 0.001 },
  ] satisfies Partial<MobiworkAssumptions>[])
    it(`leaves the same behind: ${JSON.stringify(reading).replaceAll('"', '')}`, async () => {
      expect(await written(reading)).to.deep.equal(usual);
    });

  it('M-23: tells that nobody is deleted where MobiWork only adds to its lists', async () => {
    const { undone } = await written({ givenLists: 'merged' });
    expect(undone.map(({ action, state }) => [action, state])).to.deep.equal([
      ['contact.delete', 'failed'],
      ['contact.delete', 'failed'],
    ]);
    expect(JSON.stringify(undone)).to.include('left the deletion as it was');
  });
});
