import {
  always,
  at,
  codec,
  contact,
  customer,
  derive,
  login,
  many,
  mapping,
  members,
  phones,
  record,
  ref,
} from 'portico/contract';
import type {
  Codec,
  Comment,
  Contact,
  Customer,
  Field,
  Line,
  Login,
  Mapping,
  Piece,
  RecordData,
  RecordModule,
  Row,
} from 'portico/contract';

import { assumed } from './assumed.js';
import type { Item } from './client.js';
import type { VtigerFacts } from './facts.js';
import type { VtigerSettings } from './settings.js';
import { sources, type Source } from './sources.js';

/** A picklist's value; "--None--" is none (c017). */
const choice: Codec<string> = {
  ...codec.html,
  decode: (value, path) => codec.html.decode(value, path)?.replace(/^--none--$/i, '') || undefined,
};

/** V-5: "1" and "0". */
const tick: Codec<boolean> = { ...codec.boolean, encode: (value) => (value ? '1' : '0') };

/** A day; "0000-00-00" is none (c094). */
const day: Codec<string> = {
  ...codec.date,
  decode: (value, path) => (value === '0000-00-00' ? undefined : codec.date.decode(value, path)),
};

/** What the vendor takes for an address may be none (V-11, c093): then the person has none. */
const address: Codec<string> = {
  ...codec.html,
  decode: (value, path) => codec.html.decode(value, path)?.match(/^[^\s@]+@[^\s@]+$/)?.[0],
};

const times = { createdAt: at('createdtime', codec.utc), changedAt: at('modifiedtime', codec.utc) };

/** How a custom column is read, by the type that describe gives it. */
function custom({ name, type }: Pick<Field, 'name' | 'type'>): Piece<string | number | boolean> {
  if (type === 'boolean') return at(name, tick);
  return type === 'integer' || type === 'number' || type === 'money'
    ? at(name, codec.number)
    : at(name, codec.html);
}

/** Named columns and the installation's own (`cf_…`), by the vendor's names. Never another one: V-17. */
function fields(names: string[], described: Field[]): Piece<NonNullable<RecordData['fields']>> {
  const shown = described.filter(({ name }) => names.includes(name) || name.startsWith('cf_'));
  const pieces = shown.map((field) => [field.name, custom(field)] as const);
  return {
    paths: shown.map(({ name }) => name),
    read: (raw, used) =>
      Object.fromEntries(
        pieces.flatMap(([name, piece]) => {
          const value = piece.read(raw, used);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    write: (values, into) => {
      for (const [name, value] of Object.entries(values))
        into[name] = typeof value === 'boolean' ? tick.encode?.(value) : value;
    },
  };
}

/** ISO 4217: how many decimals a currency has. */
const decimals = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** What reads one stream's items and what writes them. */
export interface VtigerMapping {
  data: Mapping<Item, Contact> | Mapping<Item, Customer> | Mapping<Item, RecordData>;
  map(item: Item): Row[];
}

/** The mappings of one connection; prefixes, currencies, owners and custom columns are in scope. */
export function mappingOf(
  source: Source,
  facts: VtigerFacts,
  settings: Partial<VtigerSettings>,
): VtigerMapping {
  const described = facts.modules[source.module]?.fields ?? [];
  if (source.kind === 'customer') {
    const data = customerMapping(described);
    return { data, map: (item) => [customer(item.id, data.read(item))] };
  }
  if (source.kind === 'contact' || source.kind === 'lead') return contactMapping(source, described);
  const { kind } = source;
  const data = recordMapping(source, kind, facts, settings.closed?.[kind] ?? assumed.closed[kind] ?? []);
  return { data, map: (item) => [record(kind, item.id, data.read(item))] };
}

function customerMapping(described: Field[]): Mapping<Item, Customer> {
  const part = (prefix: string): [string, string][] => [
    ['street', `${prefix}_street`],
    ['city', `${prefix}_city`],
    ['region', `${prefix}_state`],
    ['postalCode', `${prefix}_code`],
    ['country', `${prefix}_country`],
  ];
  const columns = [...part('bill'), ...part('ship')].map(([, column]) => column);
  return mapping<Item, Customer>({
    name: at('accountname', codec.html),
    number: at('account_no'),
    website: at('website', codec.html),
    email: at('email1', address),
    phones: phones({ work: 'phone', fax: 'fax', other: 'otherphone' }),
    addresses: derive(columns, (raw: Item) =>
      ['bill', 'ship'].flatMap((prefix) => {
        const parts = part(prefix).flatMap(([name, column]) => {
          const value = codec.html.decode(raw[column], column);
          return value === undefined ? [] : [[name, value]];
        });
        return parts.length
          ? [Object.fromEntries([['label', prefix === 'bill' ? 'Billing' : 'Shipping'], ...parts])]
          : [];
      }),
    ),
    parent: ref('customer', 'account_id'),
    fields: fields(['industry', 'accounttype'], described),
    ...times,
  });
}

/** A contact comes with its account and its login; a lead has neither. */
function contactMapping({ kind, status }: Source, described: Field[]): VtigerMapping {
  const lead = kind === 'lead';
  const numbers = { work: 'phone', mobile: 'mobile', home: 'homephone', fax: 'fax', other: 'otherphone' };
  const known = new Set(described.map(({ name }) => name));
  const data = mapping<Item, Contact>({
    kind: always(lead ? 'lead' : 'contact'),
    honorific: at('salutationtype', choice),
    firstName: at('firstname', codec.html),
    lastName: at('lastname', codec.html),
    jobTitle: at(lead ? 'designation' : 'title', codec.html),
    email: at('email', address),
    phones: phones(Object.fromEntries(Object.entries(numbers).filter(([, column]) => known.has(column)))),
    fields: fields(lead ? ['company'] : ['department'], described),
    ...(status ? { status: at(status, choice) } : {}),
    ...(lead ? {} : { principal: ref('customer', 'account_id') }),
    ...times,
  });
  if (lead) return { data, map: (item) => [contact(item.id, data.read(item))] };
  // Without the tick in sight (V-18) the vendor says nothing about logins, and the hub decides alone.
  const ticked = known.has('portal');
  return {
    data,
    map: (item) => {
      const account = codec.id.decode(item['account_id'], 'account_id');
      return [
        contact(item.id, () => data.read(item)),
        members({ of: { contact: item.id }, are: account === undefined ? [] : [account] }),
        ...(ticked ? [login(item.id, () => loginMapping.read(item))] : []),
      ];
    },
  };
}

/** O-07, O-14, O-15: the tick, an e-mail address, the support dates. A last day of zeros is over. */
export const loginMapping = mapping<Item, Login>({
  contact: at('id', codec.id),
  userName: at('email', address),
  enabled: derive(
    ['portal', 'email', 'support_end_date'],
    (raw: Item) =>
      tick.decode(raw['portal'], 'portal') === true &&
      address.decode(raw['email'], 'email') !== undefined &&
      raw['support_end_date'] !== '0000-00-00',
  ),
  validFrom: at('support_start_date', day),
  validTo: at('support_end_date', day),
});

function recordMapping(
  source: Source,
  kind: RecordModule,
  facts: VtigerFacts,
  closed: string[],
): Mapping<Item, RecordData> {
  const { status, parties = [], dates = {}, amount, public: open } = source;
  const prefix = (module: string) => `${facts.modules[module]?.prefix ?? '?'}x`;
  /** V-4, V-14: which of the references are of one module, told by the prefix. */
  const linked = (raw: Item, module: string): string[] =>
    parties.flatMap((column) => {
      const value = raw[column];
      const ids = Array.isArray(value)
        ? codec.list(codec.id).decode(value, column)
        : [codec.id.decode(value, column)];
      return (ids ?? []).filter((id) => id !== undefined).filter((id) => id.startsWith(prefix(module)));
    });
  const currency = (raw: Item): string | undefined =>
    facts.currencies[codec.id.decode(raw['currency_id'], 'currency_id') ?? facts.defaultCurrency ?? ''];
  const cents = (raw: Item, column: string): number | undefined => {
    const code = currency(raw);
    return code === undefined ? undefined : codec.money(decimals(code)).decode(raw[column], column);
  };
  const author = (id: string | undefined) => (id === undefined ? undefined : facts.owners[id]?.name);
  const comments = many(
    'comments',
    mapping<Item, Comment>({
      id: at('id', codec.id),
      text: at('commentcontent', codec.html),
      visibility: derive(['is_private'], (raw: Item) =>
        tick.decode(raw['is_private'], 'is_private') ? 'internal' : 'public',
      ),
      authorContact: derive(['creator', 'customer'], (raw: Item) =>
        ['customer', 'creator']
          .map((column) => codec.id.decode(raw[column], column))
          .find((id) => id?.startsWith(prefix('Contacts'))),
      ),
      author: derive(['creator', 'assigned_user_id'], (raw: Item) =>
        author(codec.id.decode(raw['creator'] ?? raw['assigned_user_id'], 'creator')),
      ),
      at: at('createdtime', codec.utc),
    }),
  );
  const line = (parent: Item) =>
    mapping<Item, Line>({
      product: at('productid', codec.id),
      text: derive(['description', 'comment'], (raw: Item) =>
        codec.html.decode(raw['description'] ?? raw['comment'], 'description'),
      ),
      quantity: at('quantity', codec.number),
      taxRate: at('tax_percent', codec.number),
      unitPrice: derive(['listprice'], (raw: Item) =>
        cents({ ...raw, currency_id: parent['currency_id'] }, 'listprice'),
      ),
      amount: derive(['linetotal'], (raw: Item) =>
        cents({ ...raw, currency_id: parent['currency_id'] }, 'linetotal'),
      ),
    });
  /** A list that was not read leaves what is held. */
  const read = <T>(raw: Item, column: string, piece: Piece<T[]>): T[] | undefined =>
    raw[column] === undefined ? undefined : piece.read(raw, new Set());
  return mapping<Item, RecordData>({
    ...(source.subject && { subject: at(source.subject, codec.html) }),
    ...(source.number && { number: at(source.number) }),
    ...(source.body && { body: at(source.body, codec.html) }),
    ...(status && {
      status: at(status, choice),
      statusGroup: derive([status], (raw: Item) => {
        const word = choice.decode(raw[status], status);
        return word === undefined ? undefined : closed.includes(word) ? 'closed' : 'open';
      }),
    }),
    ...(parties.length && {
      customer: derive(parties, (raw: Item) => linked(raw, 'Accounts')[0]),
      contacts: derive(parties, (raw: Item) => linked(raw, 'Contacts')),
    }),
    ...(amount && {
      amount: derive([amount, 'currency_id'], (raw: Item) => cents(raw, amount)),
      currency: derive(['currency_id'], currency),
    }),
    ...(open && { public: derive([open.column], (raw: Item) => raw[open.column] === open.is) }),
    ...(kind === 'ticket' && {
      comments: derive(['commentadded'], (raw: Item) => read(raw, 'comments', comments)),
    }),
    ...(source.lines && { lines: derive([], (raw: Item) => read(raw, 'lines', many('lines', line(raw)))) }),
    ...(kind === 'document' && {
      portalVisible: at('filestatus', tick),
      folder: derive(
        ['folderid'],
        (raw: Item) => facts.folders[codec.id.decode(raw['folderid'], 'folderid') ?? ''],
      ),
      parents: derive(parties, (raw: Item) =>
        Object.values(sources).flatMap(({ kind: module, module: name }) =>
          module === 'customer' || module === 'contact' || module === 'lead'
            ? []
            : linked(raw, name).map((id) => ({ module, id })),
        ),
      ),
      files: derive(['filelocationtype', 'filename', 'filesize', 'filetype'], file),
    }),
    owner: derive(
      ['assigned_user_id'],
      (raw: Item) => facts.owners[codec.id.decode(raw['assigned_user_id'], 'assigned_user_id') ?? ''],
    ),
    dates: derive(Object.values(dates), (raw: Item) =>
      Object.fromEntries(
        Object.entries(dates).flatMap(([name, column]) => {
          const value = day.decode(raw[column], column);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    ),
    fields: fields(
      [...(source.fields ?? []), ...(kind === 'document' ? ['filename'] : [])],
      facts.modules[source.module]?.fields ?? [],
    ),
    ...times,
  });
}

/** A document's own file; one that lies elsewhere ("E", c134) has only its address, in `fields.filename`. */
function file(raw: Item): RecordData['files'] {
  const name = codec.html.decode(raw['filename'], 'filename');
  if (raw['filelocationtype'] !== 'I' || name === undefined) return [];
  const size = codec.integer.decode(raw['filesize'], 'filesize');
  const contentType = codec.text.decode(raw['filetype'], 'filetype');
  // Who may see the document may see its file; who may is the policy's.
  return [
    {
      id: raw.id,
      name,
      visibility: 'public',
      ...(size !== undefined && { size }),
      ...(contentType && { contentType }),
    },
  ];
}
