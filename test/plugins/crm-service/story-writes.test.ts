import { Buffer } from 'node:buffer';

import { expect } from 'chai';

import { systemClock } from '../../../core/clock.js';
import { keepComment } from '../../../core/records/keep-comment.js';
import { openCrmWorld, type CrmWorld } from './crm-world.js';

const done = { state: 'done', differs: null };

describe('what is written to CRM-service', () => {
  let world: CrmWorld;

  beforeEach(async () => {
    world = await openCrmWorld();
    await world.sync();
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const held = (module: string, id: unknown) =>
    world.crm.dump().modules[module]?.find((each) => each.id === String(id))?.attributes;
  const count = (module: string) => world.crm.dump().modules[module]?.length;
  const asked = { subject: 'Login fails', body: 'Since Monday', customer: '7102', contacts: ['7314'] };

  it('C-03, C-08: is a support request in its contact’s name, changed and seen after the next run', async () => {
    const me = await world.letIn(7314);
    const made = await world.write('ticket.create', { body: asked });
    expect(made).to.deep.include(done);
    const id = Number(made['result_id']);
    expect(held('tickets', id)).to.include({
      name: 'Login fails',
      description: 'Since Monday',
      account_id: '7102',
      contact_id: '7314',
      entity_no: 'TT-1044',
    });
    const body = { body: 'Since Tuesday', fields: { solution: 'Wait' } };
    expect(await world.write('ticket.update', { target: id, body })).to.deep.include(done);
    await world.sync({});
    expect(await world.list(me, 'ticket')).to.deep.equal(['9110', '9113', '9115', String(id)]);
    expect((await world.detail(me, 'ticket', id)).values).to.deep.include({
      number: 'TT-1044',
      subject: 'Login fails',
      body: 'Since Tuesday',
    });
    expect(held('tickets', id)).to.include({ solution: 'Wait' });
  });

  it('C-08: is no comment; the hub keeps it, for who sees the request, through every run', async () => {
    const connection = await world.hub.open('crm');
    const before = world.crm.dump().modules;
    const place = { module: 'ticket' as const, recordId: '9110', author: 'Aino Virtanen', by: 'a test' };
    const deps = { database: world.hub.database, clock: systemClock };
    await keepComment(deps, connection, { ...place, text: 'Still?', visibility: 'public' });
    await keepComment(deps, connection, { ...place, text: 'Ask Sari', visibility: 'internal' });
    await world.sync();
    const { comments } = (await world.detail(await world.letIn(7314), 'ticket', 9110)).values;
    expect((comments as { text: string }[]).map(({ text }) => text)).to.deep.equal(['Still?']);
    expect(world.crm.dump().modules).to.deep.equal(before);
  });

  it('C-05, C-06, C-32: is what people change of themselves and of their company', async () => {
    const phones = [{ type: 'work', number: '+358 40 555 0199' }];
    const body = { firstName: 'Aina', phones, fields: { mailing_city: 'Espoo' } };
    expect(await world.write('contact.update', { target: 7314, body })).to.deep.include(done);
    expect(await world.write('customer.update', { target: 7102, body: { phones } })).to.deep.include(done);
    expect(held('contacts', 7314)).to.include({
      first_name: 'Aina',
      last_name: 'Virtanen',
      phone: '+358 40 555 0199',
      mailing_city: 'Espoo',
      account_id: '7102',
    });
    expect(held('accounts', 7102)).to.include({ phone: '+358 40 555 0199', name: 'Rantapuu Oy' });
    await world.sync({});
    const me = await world.letIn(7314);
    expect((await world.detail(me, 'contact', 7314)).values).to.deep.include({ firstName: 'Aina', phones });
  });

  it('C-22, C-24b: is a colleague whom an admin adds, moves and removes', async () => {
    const admin = await world.letIn(7315);
    const body = { firstName: 'Onni', lastName: 'Uusi', email: 'onni@rantapuu.example', principal: '7102' };
    const made = await world.write('contact.create', { body });
    expect(made).to.deep.include(done);
    const id = String(made['result_id']);
    expect(held('contacts', id)).to.include({ last_name: 'Uusi', account_id: '7102' });
    await world.sync({});
    expect(await world.list(admin, 'contact')).to.include(id);
    const to = { principal: '7110' };
    expect(await world.write('contact.move', { target: id, body: to })).to.deep.include(done);
    await world.sync({});
    expect(await world.list(admin, 'contact')).not.to.include(id);
    expect((await world.write('contact.delete', { target: 7314 }))['state']).to.equal('done');
    expect(held('contacts', 7314)).to.equal(undefined);
    await world.sync();
    expect(await world.list(admin, 'contact')).to.deep.equal(['7315', '7316', '7317', '7326']);
  });

  it('C-09, C-37: is one registration of a person, and none where the event is closed', async () => {
    const before = Number(count('mass_event_registrations'));
    const body = { contacts: ['7314'] };
    const first = await world.write('event.register', { target: 310, body });
    const again = await world.write('event.register', { target: 310, body });
    expect([first['state'], again['state']]).to.deep.equal(['done', 'done']);
    expect(again['result_id']).to.equal(first['result_id']);
    const closed = await world.write('event.register', { target: 313, body });
    expect(closed['state']).to.equal('failed');
    expect(JSON.stringify(closed['error'])).to.include('Registration is not open');
    expect(count('mass_event_registrations')).to.equal(before + 1);
    const invited = { contacts: ['7315'] };
    expect((await world.write('event.register', { target: 312, body: invited }))['result_id']).to.equal(
      '4402',
    );
  });

  it('C-11: is one payment of what is open, however often it is asked for', async () => {
    world.crm.change.setProfile({ profileId: '2', fields: { invoices: shown('total', 'payments') } });
    const before = Number(count('invoice_payments'));
    const first = await world.write('invoice.pay', { target: 8801 });
    expect(first).to.deep.include(done);
    expect(held('invoice_payments', first['result_id'])).to.include({ invoice_id: '8801', amount: 1240.5 });
    expect((await world.write('invoice.pay', { target: 8801 }))['state']).to.equal('failed');
    expect((await world.write('invoice.pay', { target: 8806 }))['state']).to.equal('failed');
    expect(count('invoice_payments')).to.equal(before + 1);
    await world.sync();
    const me = await world.letIn(7315);
    expect((await world.detail(me, 'invoice', 8801)).values).to.include({
      amount: 124_050,
      'fields.paid': 1240.5,
    });
    expect((await world.detail(me, 'invoice', 8802)).values).to.include({ 'fields.paid': 0 });
  });

  it('C-14: is an order with its rows at the prices of the CRM, and none of what is not on sale', async () => {
    const me = await world.letIn(7315);
    const order = (product: string) => ({
      customer: '7102',
      contacts: ['7315'],
      lines: [{ product, quantity: 3, unitPrice: 1 }],
    });
    const made = await world.write('salesOrder.create', { body: order('8203') });
    expect(made).to.deep.include(done);
    const id = String(made['result_id']);
    expect(held('sales_orders', id)).to.include({ account_id: '7102', contact_id: '7315' });
    const rows = world.crm.dump().modules['sales_order_rows']?.map(({ attributes }) => attributes);
    expect(rows?.filter((each) => each['entity_id'] === id)).to.have.length(1);
    expect(rows?.at(-1)).to.include({ product_id: '8203', quantity: 3, unit_price: 120 });
    expect((await world.write('salesOrder.create', { body: order('8202') }))['state']).to.equal('failed');
    await world.sync({});
    expect(await world.list(me, 'salesOrder')).to.deep.equal(['8501', id]);
  });

  it('C-17, C-20: is the Active setting, and not for whom no mail reaches', async () => {
    expect(await world.write('login.disable', { target: 56 })).to.deep.include({ state: 'done' });
    expect(held('portal_users', 56)).to.include({ active: false, is_admin: true, profile_id: '2' });
    expect(await world.write('login.enable', { target: 57 })).to.deep.include({ state: 'done' });
    expect((await world.write('login.enable', { target: 58 }))['state']).to.equal('failed');
    expect(held('portal_users', 58)).to.include({ active: false });
    const [eino, ville] = [await world.letIn(7315), await world.letIn(7316)];
    await world.sync({});
    expect(await world.list(eino, 'contact')).to.deep.equal([]);
    expect(await world.list(ville, 'contact')).to.deep.equal(['7316']);
  });

  it('C-08: is a file with a support request, which comes back as it was, and what staff keep does not', async () => {
    world.crm.change.setProfile({ profileId: '3', fields: { tickets: shown('name', 'files') } });
    const content = Buffer.from('päivää').toString('base64');
    const file = { name: 'kuva.txt', content, contentType: 'text/plain' };
    const made = await world.write('file.add', { target: 9110, body: file });
    expect(made).to.deep.include({ state: 'done' });
    const id = String(made['result_id']);
    expect(held('files', id)).to.include({
      file_name: 'kuva.txt',
      file_access_type: 'Public',
      entity_id: '9110',
    });
    await world.sync();
    const me = await world.letIn(7314);
    const { files } = (await world.detail(me, 'ticket', 9110)).values;
    expect((files as { name: string }[]).map(({ name }) => name)).to.deep.equal(['kuva.txt']);
    for (const assumptions of [
      { downloadLinks: 'relative' },
      { downloadLinks: 'absolute', downloadNeedsToken: false },
    ] as const) {
      Object.assign(world.crm.assumptions, assumptions);
      expect(await download(id), JSON.stringify(assumptions)).to.equal('päivää');
    }
  });

  const shown = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, { visible: true, editable: false }]));

  async function download(id: string): Promise<string> {
    const { plugin, facts, settings, session } = await world.hub.open('crm');
    if (!facts) throw new Error('nothing was discovered');
    const get = plugin.actions(facts, settings)['file.get'];
    if (get?.how !== 'native') throw new Error('no files are fetched');
    const { signal } = new AbortController();
    const file = { id, name: 'kuva.txt', record: { module: 'ticket' as const, id: '9110' } };
    const { content } = await get.fetch(session({ facts, mode: 'read', signal }), file);
    return Buffer.from(content).toString();
  }

  it('C-03, C-09, C-11, C-14, C-22: is found after a lost answer, and not made again', async () => {
    const lost: [operation: string, module: string, write: () => Promise<Record<string, unknown>>][] = [
      ['POST tickets', 'tickets', () => world.write('ticket.create', { body: asked })],
      [
        'POST contacts',
        'contacts',
        () => world.write('contact.create', { body: { lastName: 'Uusi', principal: '7102' } }),
      ],
      [
        'POST mass_event_registrations',
        'mass_event_registrations',
        () => world.write('event.register', { target: 310, body: { contacts: ['7328'] } }),
      ],
      ['POST invoice_payments', 'invoice_payments', () => world.write('invoice.pay', { target: 8802 })],
      [
        'POST sales_order_rows',
        'sales_orders',
        () =>
          world.write('salesOrder.create', {
            body: { customer: '7102', contacts: ['7315'], lines: [{ product: '8201' }, { product: '8203' }] },
          }),
      ],
      [
        'POST tickets/{id}/files',
        'files',
        () =>
          world.write('file.add', {
            target: 9115,
            body: { name: 'a.txt', content: 'aGVsbG8=', contentType: 'text/plain' },
          }),
      ],
    ];
    for (const [operation, module, write] of lost) {
      const before = Number(count(module));
      world.crm.fail({ operation, drop: true });
      expect(await write(), operation).to.deep.include({ state: 'done', tries: 2 });
      expect(count(module), operation).to.equal(before + 1);
    }
    expect(world.crm.dump().modules['sales_order_rows']).to.have.length(3);
  });

  it('C-01: is refused in the words of the CRM, and nothing is left of it', async () => {
    const before = world.crm.dump().modules;
    world.crm.change.setRights({ userId: '5', noWrite: ['tickets', 'accounts'] });
    const refused = await world.write('ticket.create', { body: asked });
    expect(refused['state']).to.equal('failed');
    expect(JSON.stringify(refused['error'])).to.include('No permission for module tickets');
    const company = await world.write('customer.update', { target: 7102, body: { name: 'X' } });
    expect(company['state']).to.equal('failed');
    expect(world.crm.dump().modules).to.deep.equal(before);
  });
});
