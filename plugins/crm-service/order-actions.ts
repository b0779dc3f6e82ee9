import { codec, Fault, type Action, type Command, type Facts, type Json } from 'portico/contract';

import { create, readAll, readByIds, readOne, type Attributes, type CrmSession } from './client.js';
import { asAttributes, dataOf, idIn } from './command.js';
import { vendorFacts } from './discover.js';
import { recordMapping } from './record-mapping.js';
import { knownOf } from './rows.js';
import type { CrmSettings } from './settings.js';
import { sourceOf } from './sources.js';
import { making } from './writing.js';

const wanted = codec.list(codec.object({ product: codec.required(codec.id), quantity: codec.number }));

/**
 * An order of the web shop (C-14): a sales order, and a row for each product. What it costs is the product's own price,
 * never the customer's word; what is not on sale is not ordered.
 */
export function ordering(facts: Facts, settings: CrmSettings): Action<CrmSettings> {
  const { modules } = vendorFacts(facts);
  const row = modules['sales_order_rows']?.names ?? {};
  const product = modules['products']?.names ?? {};
  const source = sourceOf('salesOrder');
  const known = knownOf(facts, settings, 'sales_orders');
  const { entity = 'entity_id', product: productName = 'product_id', quantity = 'quantity', unitPrice } = row;

  const linesOf = (command: Command) => wanted.decode(command.body['lines'], 'lines') ?? [];

  async function rowsOf(session: CrmSession, command: Command): Promise<Attributes[]> {
    const lines = linesOf(command);
    if (!lines.length) throw new Fault('invalidRecord', 'The order has no products. Choose at least one.');
    const ids = [...new Set(lines.map((each) => each.product))];
    const products = new Map(
      (await readByIds(session.http, 'products', ids, ['id', ...Object.values(product)])).map((each) => [
        each.id,
        each,
      ]),
    );
    return lines.map(({ product: id, quantity: count = 1 }) => {
      const found = products.get(id);
      const { active, amount = '' } = product;
      const onSale = found && (active === undefined || codec.boolean.decode(found[active], active) === true);
      if (!onSale || !(count > 0))
        throw new Fault(
          'invalidRecord',
          `Product ${id} cannot be ordered: it is not on sale, or ${count} of it is no number to order.`,
        );
      const price = codec.number.decode(found[amount], amount);
      return {
        [productName]: id,
        [quantity]: count,
        ...(unitPrice !== undefined && price !== undefined && { [unitPrice]: price }),
      };
    });
  }

  return making(facts, settings, {
    module: 'sales_orders',
    async attributes(session, command) {
      await rowsOf(session, command);
      const data = { ...(known.names['subject'] && { subject: 'Order' }), ...dataOf(command, 'id', 'lines') };
      return source ? asAttributes(recordMapping(source, known).write(data)) : {};
    },
    async complete(session, command, order) {
      const rows = await rowsOf(session, command);
      const there = await readAll(session.http, 'sales_order_rows', { filter: { $eq: [entity, order] } });
      // Rows are made in their order, so what is there of an earlier try is their beginning.
      for (const each of rows.slice(there.length))
        await create(session.http, 'sales_order_rows', { [entity]: order, ...each });
    },
  });
}

/** Records the payment of what is open of an invoice (C-11); moves no money (D4). */
export function paying(facts: Facts, settings: CrmSettings): Action<CrmSettings> {
  const { modules } = vendorFacts(facts);
  const { invoice = 'invoice_id', amount = 'amount', date } = modules['invoice_payments']?.names ?? {};
  const total = modules['invoices']?.names['amount'];
  const cents = codec.money(2);
  const known = (command: Command): Attributes => ({ [invoice]: idIn(command) });
  return making(facts, settings, {
    module: 'invoice_payments',
    known,
    async attributes({ http, now }, command) {
      const id = idIn(command);
      const held = await readOne(http, 'invoices', id);
      if (!held || total === undefined)
        throw new Fault('notFound', `The CRM has no invoice ${id} with an amount any more.`);
      const payments = await readAll(http, 'invoice_payments', { filter: { $eq: [invoice, id] } });
      const paid = payments.reduce((sum, each) => sum + (cents.decode(each[amount], amount) ?? 0), 0);
      const open = (cents.decode(held[total], total) ?? 0) - paid;
      if (open <= 0)
        throw new Fault(
          'conflict',
          `Nothing is open of invoice ${id}: it is paid, or its amount is nothing.`,
        );
      const today: Json = now().toISOString().slice(0, 10);
      return asAttributes({
        ...known(command),
        [amount]: cents.encode?.(open),
        ...(date !== undefined && { [date]: today }),
      });
    },
  });
}
