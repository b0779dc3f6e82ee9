import { expect } from 'chai';

import type { ActionName, Command, Facts } from '../../../core/contract/contract.js';
import { actions } from '../../../plugins/crm-service/actions.js';
import { crmServer, settings, type Holdings } from './crm-server.js';
import { rantapuu } from './rantapuu.js';

type Options = NonNullable<Parameters<typeof crmServer>[1]>;

/** A CRM and one command to it. */
async function run(
  name: ActionName,
  command: Partial<Command>,
  { held = rantapuu(), ...options }: Options & { held?: Holdings } = {},
) {
  const facts = await crmServer(held, options).discover();
  const server = crmServer(held, options);
  const action = actions(facts, server.session.settings)[name];
  if (!action || !('write' in action)) throw new Error(`${name} is not written`);
  const whole = { key: 'key-7', body: {}, ...command };
  return {
    ...server,
    write: () => action.write(server.session, whole),
    find: async () => action.find?.(server.session, whole),
    fault: async () => {
      const error: unknown = await action.write(server.session, whole).catch((thrown: unknown) => thrown);
      return error;
    },
    sent: () =>
      server.calls
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, body }) => ({ method, path, body })),
  };
}

const post = (module: string, attributes: object) => ({
  method: 'POST',
  path: module,
  body: { data: { type: module, attributes } },
});
/** As if the answer to the create had been lost: it was made, and nothing after it. */
const made = (held: Holdings, module: string, item: object): Holdings => ({
  ...held,
  [module]: [...(held[module] ?? []), { id: '9999', created_at: '2025-03-10T11:00:00', ...item }],
});

describe('CRM-service actions', () => {
  const ticket = { subject: 'Login fails', body: 'Since Monday', customer: '7102', contacts: '7314' };
  const ticketSent = {
    name: 'Login fails',
    description: 'Since Monday',
    account_id: '7102',
    contact_id: '7314',
  };

  it('C-03, C-08: a support request is created in the words of the CRM and read back', async () => {
    const { write, sent, held } = await run('ticket.create', { body: ticket });
    const { id } = await write();
    expect(sent()).to.deep.equal([post('tickets', ticketSent)]);
    expect(held['tickets']?.find((each) => each.id === id)).to.include({ name: 'Login fails' });
  });

  it('C-08: what the CRM drops is told', async () => {
    expect(
      await (await run('ticket.create', { body: ticket }, { drops: ['description'] })).write(),
    ).to.deep.include({
      differs: ['description'],
    });
    const update = await run('ticket.update', {
      id: '9120',
      body: { subject: 'Login works', fields: { solution: 'Reset' } },
    });
    expect(await update.write()).to.deep.equal({ id: '9120' });
    expect(update.sent()).to.deep.equal([
      {
        method: 'PATCH',
        path: 'tickets/9120',
        body: {
          data: { type: 'tickets', id: '9120', attributes: { name: 'Login works', solution: 'Reset' } },
        },
      },
    ]);
  });

  it('C-08: after a lost answer the equal request of the last day is found, not one of before', async () => {
    const lost = made(rantapuu(), 'tickets', ticketSent);
    expect(await (await run('ticket.create', { body: ticket }, { held: lost })).find()).to.equal('9999');
    const old = made(rantapuu(), 'tickets', { ...ticketSent, created_at: '2025-03-01T11:00:00' });
    expect(await (await run('ticket.create', { body: ticket }, { held: old })).find()).to.equal(undefined);
  });

  it('C-08: with a key field the request carries its key and is found by it alone', async () => {
    const held = rantapuu();
    Object.assign(held['tickets']?.[0] ?? {}, { cf_portico: '' });
    const { write, find, sent } = await run(
      'ticket.create',
      { body: ticket },
      { held, keyField: 'cf_portico' },
    );
    expect(await find()).to.equal(undefined);
    const { id } = await write();
    expect(sent()[0]).to.deep.equal(post('tickets', { ...ticketSent, cf_portico: 'key-7' }));
    expect(await find()).to.equal(id);
  });

  it('C-08: comments are kept by the hub, for the CRM has none', async () => {
    const facts: Facts = await crmServer(rantapuu()).discover();
    expect(actions(facts, settings)['ticket.comment']).to.deep.equal({ how: 'hub' });
    expect(actions(facts, settings)).not.to.have.any.keys(
      'participant.add',
      'invoice.create',
      'contact.promote',
    );
  });

  it('C-05, C-06: people and their company are updated', async () => {
    const person = await run(
      'contact.update',
      {
        id: '7315',
        body: { jobTitle: 'CTO', phones: [{ type: 'mobile', number: '555-0199' }], lastName: 'Koski' },
      },
      {
        held: (() => {
          const held = rantapuu();
          for (const each of held['contacts'] ?? []) each['title'] = '';
          return held;
        })(),
      },
    );
    await person.write();
    expect(person.held['contacts']?.[1]).to.include({ title: 'CTO', mobile: '555-0199', account_id: 7102 });
    const company = await run('customer.update', {
      id: '7102',
      body: { phones: [{ type: 'work', number: '555-0111' }] },
    });
    expect(await company.write()).to.deep.equal({ id: '7102' });
    expect(company.held['accounts']?.[0]).to.include({ phone: '555-0111', name: 'Rantapuu Oy' });
  });

  it('C-22: a new colleague belongs to the account, and appears in the CRM', async () => {
    const body = { kind: 'contact', firstName: 'Olli', lastName: 'Oja', email: 'olli@rantapuu.example' };
    for (const account of [{ principal: '7102' }, { customer: '7102' }]) {
      const { write, sent } = await run('contact.create', { body: { ...body, ...account } });
      await write();
      expect(sent()).to.deep.equal([
        post('contacts', {
          first_name: 'Olli',
          last_name: 'Oja',
          email: 'olli@rantapuu.example',
          account_id: '7102',
        }),
      ]);
    }
  });

  it('C-24b: a contact is deleted, moved, and gone is as good as deleted', async () => {
    const { write, held } = await run('contact.delete', { id: '7315' });
    await write();
    expect(held['contacts']?.map(({ id }) => id)).to.deep.equal(['7314']);
    expect(await write()).to.deep.equal({});
    const move = await run('contact.move', { id: '7315', body: { principal: '7103' } });
    await move.write();
    expect(move.held['contacts']?.[1]).to.include({ account_id: '7103', first_name: 'Eero' });
  });

  it('C-17, C-20: a sign-in is switched off and on, but not on without a valid address', async () => {
    const off = await run('login.disable', { id: '55' });
    await off.write();
    expect(off.held['portal_users']?.[0]).to.include({ active: false, profile_id: '3' });
    await (await run('login.enable', { id: '55' }, { held: off.held })).write();
    expect(off.held['portal_users']?.[0]).to.include({ active: true });
    const held = rantapuu();
    Object.assign(held['contacts']?.[0] ?? {}, { email: 'aino' });
    const refused = await run('login.enable', { id: '55' }, { held });
    expect(await refused.fault()).to.include({ kind: 'invalidRecord' });
    expect(refused.sent()).to.deep.equal([]);
  });

  it('C-09: a person is registered for an event once, however often it is asked', async () => {
    const { write, sent, find } = await run('event.register', { id: '310', body: { contacts: '7314' } });
    expect(await find()).to.equal(undefined);
    const { id } = await write();
    expect(await write()).to.deep.equal({ id });
    expect(sent()).to.deep.equal([
      post('mass_event_registrations', { mass_event_id: '310', contact_id: '7314' }),
    ]);
    expect(await find()).to.equal(id);
  });

  const order = {
    customer: '7102',
    contacts: '7314',
    lines: [{ product: '401', quantity: 3, unitPrice: 1 }],
  };
  const orderSent = { subject: 'Order', account_id: '7102', contact_id: '7314' };
  const rowSent = (id: string) => ({ entity_id: id, product_id: '401', quantity: 3, unit_price: 50 });

  it("C-14: an order becomes a sales order with rows at the CRM's own prices", async () => {
    const { write, sent } = await run('salesOrder.create', { body: order });
    const { id = '' } = await write();
    expect(sent()).to.deep.equal([post('sales_orders', orderSent), post('sales_order_rows', rowSent(id))]);
  });

  it('C-14: what is not on sale is not ordered, nor nothing, nor less than something', async () => {
    for (const lines of [
      [{ product: '402' }],
      [{ product: '403' }],
      [],
      [{ product: '401', quantity: -1 }],
    ]) {
      const { fault, sent } = await run('salesOrder.create', { body: { ...order, lines } });
      expect(await fault()).to.include({ kind: 'invalidRecord' });
      expect(sent()).to.deep.equal([]);
    }
  });

  it('C-14: an order that was cut off is completed, not made again', async () => {
    const lost = made(rantapuu(), 'sales_orders', orderSent);
    const { find, sent } = await run('salesOrder.create', { body: order }, { held: lost });
    expect(await find()).to.equal('9999');
    expect(await find()).to.equal('9999');
    expect(sent()).to.deep.equal([post('sales_order_rows', rowSent('9999'))]);
  });

  it('C-11: paying records what is open of the invoice, and once (D4)', async () => {
    const { write, sent, fault } = await run('invoice.pay', { id: '8801', body: { amount: 1 } });
    await write();
    expect(sent()).to.deep.equal([
      post('invoice_payments', { invoice_id: '8801', amount: '100.00', payment_date: '2025-03-10' }),
    ]);
    expect(await fault()).to.include({ kind: 'conflict' });
    const lost = made(rantapuu(), 'invoice_payments', { invoice_id: '8801', amount: '100.00' });
    expect(await (await run('invoice.pay', { id: '8801' }, { held: lost })).find()).to.equal('9999');
  });

  it('files go up as multipart, within 25 MB, and are found by their name', async () => {
    const content = Buffer.from('a,b\n').toString('base64');
    const command = { id: '9120', body: { name: 'prices.csv', content, visibility: 'public' } };
    const { write, find, held } = await run('file.add', command);
    expect(await find()).to.equal(undefined);
    const { id } = await write();
    expect(held['tickets/9120/files']?.at(-1)).to.include({
      file_name: 'prices.csv',
      file_size: 4,
      file_usage_type: 'Entity Attachment',
      file_access_type: 'Public',
    });
    expect(await find()).to.equal(id);
    const internal = await run('file.add', { ...command, body: { ...command.body, visibility: 'internal' } });
    await internal.write();
    expect(internal.held['tickets/9120/files']?.at(-1)).to.include({ file_access_type: 'Internal' });
    const all = await run('file.add', command, { files: 'all' });
    await all.write();
    expect(all.held['tickets/9120/files']?.at(-1)).to.include({ file_access_type: 'Internal' });
    const huge = Buffer.alloc(25 * 2 ** 20 + 1).toString('base64');
    const refused = await run('file.add', { ...command, body: { ...command.body, content: huge } });
    expect(await refused.fault()).to.include({ kind: 'invalidRecord' });
    const invoice = await run('file.add', { id: '8801', body: { ...command.body, module: 'invoice' } });
    await invoice.write();
    expect(invoice.sent().map(({ path }) => path)).to.deep.equal(['invoices/8801/files']);
  });

  it('files come down by the link in their attributes', async () => {
    const file = (download_url: string) => ({ id: '71', file_name: 'log.txt', download_url });
    for (const [link, path] of [
      ['https://files.crm.example/71', 'https://files.crm.example/71'],
      ['/download/71', 'https://rantapuu.crm.example/download/71'],
      ['files/71/content', 'files/71/content'],
    ] as const) {
      const held = { ...rantapuu(), files: [file(link)] };
      const facts = await crmServer(held).discover();
      const get = actions(facts, settings)['file.get'];
      if (!get || !('fetch' in get)) throw new Error('file.get is not fetched');
      const { session } = crmServer(held, { bytes: { [path]: 'Hello' } });
      const asked = { id: '71', name: 'log.txt', record: { module: 'ticket' as const, id: '9120' } };
      expect(Buffer.from((await get.fetch(session, asked)).content).toString()).to.equal('Hello');
      const gone = await get.fetch(session, { ...asked, id: '99' }).catch((error: unknown) => error);
      expect(gone).to.include({ kind: 'notFound' });
    }
  });
});
