import { at, codec, derive, mapping, problem, record } from 'portico/contract';
import type { Mapping, Piece, RecordData, RecordModule, Row } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Item } from './client.js';
import { componentOf } from './components.js';
import { withoutMark } from './create-mark.js';
import type { OpencrmFacts } from './discover.js';
import type { OpencrmSettings } from './settings.js';
import type { Source } from './sources.js';
import { day, lenient, tick, vendorFields } from './vendor-codecs.js';

type Own = Pick<OpencrmSettings, 'zone' | 'currency' | 'currencies' | 'open' | 'closed'>;
const { currencyField } = assumed;
const flag = 'showonportal';

/** Reads and writes the records of one module. */
export function recordMapping(source: Source, facts: OpencrmFacts, settings: Own): Mapping<Item, RecordData> {
  const { kind, subject, status, type, customer, contact, dates = {}, parents = {}, amount } = source;
  const { portal, fields = [], internal = [], ticks } = source;
  const moment = lenient(codec.zoned(['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd'], settings.zone ?? assumed.zone));
  return mapping<Item, RecordData>({
    subject: at(subject),
    // O-56: records are searched by their ID.
    number: derive(['id'], ({ id }: Item) => id),
    body: {
      ...at('description'),
      read: (raw) =>
        withoutMark(codec.text.decode(Reflect.get(raw, 'description'), 'description') ?? '') || undefined,
    },
    ...(type && { type: at(type) }),
    ...(status && { status: at(status), statusGroup: groupOf(source, status, settings) }),
    ...(customer && { customer: at(customer, codec.id) }),
    ...(contact && { contacts: personOf(source, contact) }),
    ...(portal && { portalVisible: at(flag, tick) }),
    ...(amount && amountOf(amount, settings)),
    dates: derive(Object.values(dates), (raw: Item) =>
      valuesOf(dates, (column) => day.decode(raw[column], column)),
    ),
    parents: derive(Object.values(parents), (raw: Item) =>
      Object.entries(parents).flatMap(([module, column]) => {
        const id = codec.id.decode(raw[column], column);
        // The keys of the table are modules.
        return id === undefined ? [] : [{ module: module as RecordModule, id }];
      }),
    ),
    // Owners are read as `smownerid` and written as `assigned_user_id`; either may come (§9).
    owner: derive(['smownerid', 'assigned_user_id'], (raw: Item) => {
      const id = codec.id.decode(raw['smownerid'] || raw['assigned_user_id'], 'smownerid');
      return id === undefined ? undefined : facts.owners[id];
    }),
    fields: withComponent(kind, vendorFields([...fields, ...internal], ticks)),
    createdAt: at(assumed.created, moment),
    changedAt: at(assumed.changed, moment),
  });
}

/** A record, and where its module lacks the portal tick the one issue about it (§9). */
export function mapRecord(source: Source, facts: OpencrmFacts, settings: Own): (item: Item) => Row[] {
  const data = recordMapping(source, facts, settings);
  const { kind, label } = source;
  return (item) => [
    record(kind, item.id, () => data.read(item)),
    ...(facts.gaps[kind] === item.id && !(flag in item)
      ? [
          problem(
            'OPENCRM_NO_PORTAL_TICK',
            `OpenCRM answers ${label} without ${flag}, so none of them is shown.`,
            'Have the field added to the API, or set linkIsEnough where the link to a person is enough.',
          ),
        ]
      : []),
  ];
}

/** O-43, O-42, O-53: what can be signed is open by the tenant's list of open words, the rest by that of closed ones. */
function groupOf({ kind }: Source, column: string, { open, closed }: Own): Piece<'open' | 'closed'> {
  const signable: readonly string[] | undefined =
    kind === 'salesOrder' || kind === 'quote' ? (open?.[kind] ?? assumed.open[kind]) : undefined;
  const ended = closed?.[kind] ?? assumed.closed[kind] ?? [];
  return derive([column], (raw: Item) => {
    const word = codec.text.decode(raw[column], column);
    if (word === undefined) return undefined;
    return (signable ? signable.includes(word) : !ended.includes(word)) ? 'open' : 'closed';
  });
}

/**
 * The person a record is linked to. A lead's ticket may name the lead in `parent_id`, where a company is otherwise
 * (§9): without a contact it counts as one. Ids are of one number space, so a company is never taken for a person.
 */
function personOf({ kind, customer }: Source, column: string): Piece<string[]> {
  const columns = kind === 'ticket' && customer ? [column, customer] : [column];
  return {
    paths: columns,
    read: (raw) =>
      columns
        .map((name) => codec.id.decode(Reflect.get(raw, name), name))
        .filter((id) => id !== undefined)
        .slice(0, 1),
    write: ([first = ''], into) => void (into[column] = first),
  };
}

/** An amount without a currency that is known is none: a wrong one would be worse. */
function amountOf(column: string, { currency = assumed.currency, currencies = {} }: Own) {
  const code = (raw: Item): string | undefined => {
    const said = codec.id.decode(raw[currencyField], currencyField);
    if (said === undefined) return currency;
    if (/^[A-Z]{3}$/.test(said)) return said;
    return currencies[said] ?? (said === assumed.baseCurrency ? currency : undefined);
  };
  const decimals = (of: string): number =>
    new Intl.NumberFormat('en', { style: 'currency', currency: of }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  return {
    currency: derive([currencyField], code),
    amount: derive([column, currencyField], (raw: Item) => {
      const of = code(raw);
      return of === undefined ? undefined : codec.money(decimals(of)).decode(raw[column], column);
    }),
  };
}

/**
 * O-04, O-05: signing needs two rights, eSign and the module's component, and a grant's `needs` asks for one of
 * several. So what can be signed names its component, and the policy compares it with what the person has.
 */
function withComponent(kind: RecordModule, piece: Piece<NonNullable<RecordData['fields']>>): typeof piece {
  const component = kind === 'quote' || kind === 'salesOrder' ? componentOf[kind] : undefined;
  if (!component) return piece;
  return { ...piece, read: (raw, used) => ({ ...piece.read(raw, used), component }) };
}

const valuesOf = (columns: Record<string, string>, read: (column: string) => string | undefined) =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]) => {
      const value = read(column);
      return value === undefined ? [] : [[name, value]];
    }),
  );
