import { at, codec, derive, mapping, record } from 'portico/contract';
import type { Mapping, RecordData, RecordModule, Row } from 'portico/contract';

import { assumed, type Entity, type Staged } from './assumed.js';
import { idOf, type Raw } from './client.js';
import { filled } from './customer-mapping.js';
import { day, moment } from './moments.js';
import type { MobiworkSettings } from './settings.js';

/** One item, one record. */
export const recordRows =
  (entity: Entity, module: RecordModule, { read }: Mapping<Raw, RecordData>) =>
  (raw: Raw): Row[] => [record(module, idOf(entity, raw), () => read(raw))];

/** The statuses that end a record, in capitals. */
export const endings = (module: Staged, { closed }: Pick<MobiworkSettings, 'closed'>): Set<string> =>
  new Set((closed?.[module] ?? assumed.closed[module]).map((each) => each.toUpperCase()));

/** The customer, under one of the names it is seen by; of estimates assumed. */
const customers = ['customerId', 'mobiworkCustomerId', 'customer.mobiworkCustomerId'].map((each) =>
  at(each, codec.id),
);

/** What work orders, invoices and estimates have in common. */
export function common(entity: Entity, module: Staged, settings: MobiworkSettings) {
  const ended = endings(module, settings);
  return {
    number: derive([...assumed.ids[entity]], (raw: Raw) => idOf(entity, raw)),
    status: at('status'),
    statusGroup: derive(['status'], (raw: Raw) => {
      const status = codec.text.decode(raw['status'], 'status');
      if (status === undefined) return undefined;
      return ended.has(status.toUpperCase()) ? ('closed' as const) : ('open' as const);
    }),
    customer: derive(
      customers.flatMap(({ paths }) => paths),
      (raw: Raw) => customers.map(({ read }) => read(raw, new Set())).find((each) => each !== undefined),
    ),
    createdAt: at('createdDate', moment(settings.zone ?? assumed.zone)),
  };
}

/** Money comes without its currency: the settings say which it is. ISO 4217 says how many decimals that has. */
const money = ({ currency = assumed.currency }: MobiworkSettings, path: string) => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const amount = at(path, codec.money(format.resolvedOptions().maximumFractionDigits ?? 2));
  return {
    amount,
    currency: derive([path], (raw: Raw) =>
      amount.read(raw, new Set()) === undefined ? undefined : currency,
    ),
  };
};

/** The amount of an invoice is what is still to be paid: nothing else of it is known. */
export const invoiceMapping = (settings: MobiworkSettings): Mapping<Raw, RecordData> =>
  mapping<Raw, RecordData>({
    ...common('invoice', 'invoice', settings),
    subject: at('description'),
    dates: derive(['createdDate', 'dueDate', 'payments'], (raw: Raw) => {
      const payments = codec.list(day).decode(raw['payments'], 'payments')?.toSorted();
      return filled({
        issued: day.decode(raw['createdDate'], 'createdDate'),
        due: day.decode(raw['dueDate'], 'dueDate'),
        paid: (codec.number.decode(raw['balance'], 'balance') ?? 0) > 0 ? undefined : payments?.at(-1),
      });
    }),
    ...money(settings, 'balance'),
  });

export const estimateMapping = (settings: MobiworkSettings): Mapping<Raw, RecordData> =>
  mapping<Raw, RecordData>({
    ...common('estimate', 'quote', settings),
    type: at('category'),
    subject: at('description'),
    dates: derive(['dueDate'], (raw: Raw) => filled({ validUntil: day.decode(raw['dueDate'], 'dueDate') })),
  });

export const productMapping = (settings: MobiworkSettings): Mapping<Raw, RecordData> =>
  mapping<Raw, RecordData>({
    number: at('sku'),
    type: at('type'),
    subject: at('name'),
    body: at('description'),
    ...money(settings, 'price'),
  });
