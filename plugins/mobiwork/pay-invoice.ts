import { codec, Fault, native, type Action } from 'portico/contract';

import { add, idOf, missing, readable, type MobiworkSession, type Raw } from './client.js';
import { itemsOf, pageOfAll } from './lists.js';
import { daysAgo } from './moments.js';
import type { MobiworkSettings } from './settings.js';

/**
 * M-30: records with MobiWork that what is still open of an invoice was paid; moves no money. That payments can be
 * added is assumed, as the path is (mobiwork.md §3).
 */
export const payInvoice: Action<MobiworkSettings> = native<MobiworkSettings>({
  async write(session, { id = '', key }) {
    const invoice = await first(session, 'invoice', (raw) => readable(() => idOf('invoice', raw)) === id);
    if (!invoice) throw new Fault('notFound', `MobiWork has no invoice ${id} any more.`, { details: { id } });
    const open = codec.text.decode(invoice['balance'], 'balance') ?? '0';
    if (!((codec.number.decode(open, 'balance') ?? 0) > 0))
      throw new Fault('conflict', `Nothing is open of invoice ${id} in MobiWork.`, { details: { id } });
    const payment = {
      invoiceId: id,
      amount: open,
      paymentDate: daysAgo(session, 0),
      externalId: keyOf(key),
      paymentReference: keyOf(key),
    };
    try {
      return { id: idOf('payment', await add(session, 'payment', payment)) };
    } catch (cause) {
      if (!(cause instanceof Fault) || !missing.includes(cause.kind)) throw cause;
      // The answer may be another than we know, and the payment be there.
      const made = await madeBy(session, key);
      if (made !== undefined) return { id: made };
      const remedy = 'If MobiWork does not show the payment, enter it there, and set "payments" to manual.';
      throw new Fault(cause.kind, `${cause.message} ${remedy}`, { cause, details: cause.details });
    }
  },
  find: (session, { key }) => madeBy(session, key),
});

async function madeBy(session: MobiworkSession, command: string): Promise<string | undefined> {
  const isOurs = (raw: Raw) => [raw['externalId'], raw['paymentReference']].includes(keyOf(command));
  const found = await first(session, 'payment', isOurs);
  return found && idOf('payment', found);
}

const keyOf = (command: string): string => `portico:${command}`;

async function first(
  session: MobiworkSession,
  entity: 'invoice' | 'payment',
  is: (raw: Raw) => boolean,
): Promise<Raw | undefined> {
  for await (const raw of itemsOf((request) => pageOfAll(session, entity, request))) if (is(raw)) return raw;
  return undefined;
}
