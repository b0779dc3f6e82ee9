import {
  always,
  at,
  codec,
  derive,
  mapping,
  type FileEntry,
  type Line,
  type Mapping,
  type Piece,
  type RecordData,
} from 'portico/contract';

import { closed, fileAccess, listedEvents } from './assumed.js';
import type { Item } from './client.js';
import { filled, id, named, of, others, readOnly, stamps, text, type Known, type Names } from './mapping.js';
import { dayOrMoment, moment } from './moments.js';
import type { Source } from './sources.js';

/** Every other module, by the slots that its schema has. What streams.ts adds to an item is here by its name. */
export function recordMapping(source: Source, known: Known): Mapping<Item, RecordData> {
  const { names, zone, settings } = known;
  const ends = settings.closed?.[source.kind] ?? closed[source.kind] ?? [];
  const owner = names['owner'];
  return mapping<Item, RecordData>({
    subject: named(names, 'subject'),
    ...filled({
      type: text(names['type']),
      number: of(names['number'], (path) => at(path, readOnly(codec.text))),
      status: text(names['status']),
      statusGroup: of(names['status'], (path) =>
        derive<Item, 'open' | 'closed'>([path], (item) => {
          const status = codec.text.decode(item[path], path);
          return status === undefined ? undefined : ends.includes(status) ? 'closed' : 'open';
        }),
      ),
      customer: id(names['customer']),
      contacts: source.kind === 'event' ? list('registered') : of(names['contact'], oneContact),
      body: text(names['body']),
      amount: of(names['amount'], (path) => at(path, readOnly(codec.money(2)))),
      currency: of(names['currency'], (path) => at(path, readOnly(currency))),
      owner: of(owner, (path) => derive<Item, NonNullable<RecordData['owner']>>([path], ownerOf)),
      lines: source.rows === undefined && source.kind !== 'priceBook' ? undefined : lines(),
      files: source.files && derive<Item, FileEntry[]>([], (item) => readFiles(item, known)),
      dates: datesOf(source, names, zone),
      parents: parentsOf(source, names),
      public: publicOf(source, names),
      ...stamps(known),
      ...(source.kind === 'document' && { customer: first('accounts'), contacts: list('people') }),
    }),
    fields: others,
  });
}

/** A currency code; a sign is none. */
const currency = {
  ...codec.text,
  decode: (value: unknown, path: string) =>
    /^[A-Z]{3}$/.exec(codec.text.decode(value, path)?.toUpperCase() ?? '')?.[0],
};

const oneContact = (path: string): Piece<string[]> => ({
  paths: [path],
  read: (raw) => {
    const found = codec.id.decode(Reflect.get(raw, path), path);
    return found === undefined ? [] : [found];
  },
  // A policy sets one contact as text.
  write: (value, into) => void (into[path] = typeof value === 'string' ? value : (value[0] ?? null)),
});

const ids = codec.list(codec.id);
const list = (name: string) => derive<Item, string[]>([], (item) => ids.decode(item[name], name));
const first = (name: string) => derive<Item, string>([], (item) => ids.decode(item[name], name)?.[0]);
const owners = codec.object({ name: codec.text, email: codec.text });
const ownerOf = ({ owner }: Item): RecordData['owner'] => {
  const found = owners.decode(owner, 'owner');
  return found && filled(found);
};

function datesOf(
  { dates = [] }: Source,
  names: Names,
  zone: string,
): Piece<Record<string, string>> | undefined {
  const found = dates.flatMap((slot) => (names[slot] === undefined ? [] : [[slot, names[slot]] as const]));
  if (!found.length) return undefined;
  return derive<Item, Record<string, string>>(
    found.map(([, path]) => path),
    (item) =>
      filled(
        Object.fromEntries(found.map(([slot, path]) => [slot, dayOrMoment(zone).decode(item[path], path)])),
      ),
  );
}

function parentsOf({ parents = {} }: Source, names: Names) {
  const found = Object.entries(parents).flatMap(([slot, module]) =>
    names[slot] === undefined ? [] : [{ module, path: names[slot] }],
  );
  if (!found.length) return undefined;
  return derive<Item, NonNullable<RecordData['parents']>>(
    found.map(({ path }) => path),
    (item) =>
      found.flatMap(({ module, path }) => {
        const parent = codec.id.decode(item[path], path);
        return parent === undefined ? [] : [{ module, id: parent }];
      }),
  );
}

/** What everybody may see whose profile opens its module: products and price books on sale, listed events (C-36). */
function publicOf({ kind }: Source, names: Names): Piece<boolean> | undefined {
  const { active, type } = names;
  if (kind === 'event')
    return type === undefined
      ? undefined
      : derive<Item, boolean>([type], (item) =>
          listedEvents.includes(codec.text.decode(item[type], type)?.toLowerCase() ?? ''),
        );
  if (kind !== 'product' && kind !== 'priceBook') return undefined;
  if (active === undefined) return always(true);
  return derive<Item, boolean>([active], (item) => codec.boolean.decode(item[active], active) ?? false);
}

const row = codec.object({
  product: codec.id,
  text: codec.text,
  quantity: codec.number,
  unitPrice: codec.money(2),
  amount: codec.money(2),
  taxRate: codec.number,
});

/** Rows, already by slot. */
const lines = () =>
  derive<Item, Line[]>([], ({ lines: held }) =>
    codec
      .list(row)
      .decode(held, 'lines')
      ?.map((each) => filled(each ?? {})),
  );

const file = codec.object({
  id: codec.required(codec.id),
  name: codec.text,
  access: codec.text,
  size: codec.integer,
  contentType: codec.text,
  created: codec.raw,
});

/** Files, already by slot. What says Internal is not for customers, unless the tenant shows all. */
function readFiles({ files }: Item, { settings, zone }: Known): FileEntry[] | undefined {
  return codec
    .list(file)
    .decode(files, 'files')
    ?.map((each) =>
      filled({
        id: each.id,
        name: each.name ?? each.id,
        size: each.size,
        contentType: each.contentType,
        visibility:
          settings.files !== 'all' && isInternal(each.access) ? ('internal' as const) : ('public' as const),
        at: moment(zone).decode(each.created, 'files.created'),
      }),
    );
}

const isInternal = (access: string | undefined): boolean =>
  access === undefined || access.toLowerCase() === fileAccess.internal.toLowerCase();
