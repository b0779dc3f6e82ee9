import { at, codec, derive, mapping } from 'portico/contract';
import type { Mapping, RecordData } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Raw } from './client.js';
import { day, moment } from './moments.js';
import { customerOf, ownId, statuses } from './record-pieces.js';
import type { MobiworkSettings } from './settings.js';

/** ISO 4217: how many decimals a currency has. */
const decimals = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Money comes without its currency: the settings say which it is. */
const money = (settings: MobiworkSettings, path: string) => {
  const { currency = assumed.currency } = settings;
  return {
    amount: at(path, codec.money(decimals(currency))),
    currency: derive([path], (raw: Raw) =>
      raw[path] === undefined || raw[path] === '' ? undefined : currency,
    ),
  };
};

/** The amount of an invoice is what is still to be paid: nothing else of it is known. */
export const invoiceMapping = (settings: MobiworkSettings): Mapping<Raw, RecordData> =>
  mapping<Raw, RecordData>({
    number: ownId('invoice'),
    subject: at('description'),
    ...statuses('invoice', settings),
    customer: customerOf,
    createdAt: at('createdDate', moment(settings.zone ?? assumed.zone)),
    dates: derive(['createdDate', 'dueDate', 'payments'], (raw: Raw) => {
      const paid = codec
        .list(codec.anyObject)
        .decode(raw['payments'], 'payments')
        ?.map((each) => day.decode(each['paymentDate'], 'payment.paymentDate') ?? '')
        .toSorted()
        .at(-1);
      return filled({
        issued: day.decode(raw['createdDate'], 'createdDate'),
        due: day.decode(raw['dueDate'], 'dueDate'),
        paid: paid || undefined,
      });
    }),
    ...money(settings, 'balance'),
  });

export const estimateMapping = (settings: MobiworkSettings): Mapping<Raw, RecordData> =>
  mapping<Raw, RecordData>({
    number: ownId('estimate'),
    type: at('category'),
    subject: at('description'),
    ...statuses('quote', settings),
    customer: customerOf,
    createdAt: at('createdDate', moment(settings.zone ?? assumed.zone)),
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

const filled = (dates: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(dates).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
