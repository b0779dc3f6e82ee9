import { codec, type Facts } from 'portico/contract';

import { candidates } from './assumed.js';
import { readAll, unless, type CrmSession, type Item } from './client.js';
import { vendorFacts } from './discover.js';
import type { Source } from './sources.js';

/**
 * What a list does not give: rows, payments, registrations, prices, files, owners by name, and whom a document belongs to. What
 * the token may not read is left out, and what is held of it stays.
 */
export async function withDetails(
  session: CrmSession,
  facts: Facts,
  source: Source,
  items: Item[],
): Promise<Item[]> {
  if (!items.length) return items;
  const { kind, rows, files } = source;
  const children = (module: string, key: string) => byParent(session, facts, { module, key, parents: items });
  const owner = vendorFacts(facts).modules[source.module]?.names['owner'];
  const owners = owner === undefined ? undefined : await readOwners(session, facts);
  const lines = rows === undefined ? undefined : await children(rows, 'entity');
  const prices = kind === 'priceBook' ? await children('product_prices', 'book') : undefined;
  const payments = kind === 'invoice' ? await children('invoice_payments', 'invoice') : undefined;
  const registrations = kind === 'event' ? await children('mass_event_registrations', 'event') : undefined;
  const attached = files && (await readFiles(session, facts, source.module, items));
  const belongs = kind === 'document' ? await readRelations(session, facts, items) : undefined;
  return items.map((item) => {
    const { id } = item;
    const found: Item = { ...item };
    if (lines) found['lines'] = lines.get(id) ?? [];
    if (prices)
      found['lines'] = (prices.get(id) ?? []).map(({ product, price }) => ({ product, unitPrice: price }));
    if (payments) found['paid'] = sumOf(payments.get(id) ?? []);
    if (registrations) found['registered'] = (registrations.get(id) ?? []).map(({ contact }) => contact);
    if (attached) found['files'] = attached.get(id) ?? [];
    if (owner !== undefined && owners) found['owner'] = owners.get(String(item[owner]));
    return { ...found, ...belongs?.get(id) };
  });
}

/** What was paid of an invoice (§6); nothing is said where one of its payments cannot be read. */
function sumOf(payments: readonly Slots[]): number | undefined {
  const cents = codec.money(2);
  try {
    return payments.reduce((sum, { amount }) => sum + (cents.decode(amount, 'amount') ?? 0), 0) / 100;
  } catch {
    return undefined;
  }
}

type Slots = Record<string, unknown> & { id: string };

/** A child with its attributes by slot, so that its mapping knows one name for each. */
const bySlot = (item: Item, names: Readonly<Record<string, string>>): Slots => ({
  ...Object.fromEntries(Object.entries(names).map(([slot, name]) => [slot, item[name]])),
  id: item.id,
});

/** One question for the children of a whole page; nothing where they may not be read, or do not say whose they are. */
async function byParent(
  { http }: CrmSession,
  facts: Facts,
  { module, key, parents }: { module: string; key: string; parents: readonly Item[] },
): Promise<Map<string, Slots[]> | undefined> {
  const { names = {} } = vendorFacts(facts).modules[module] ?? {};
  const back = names[key];
  if (back === undefined) return undefined;
  const fields = [...new Set(['id', ...Object.values(names)])];
  const filter = { $in: [back, parents.map(({ id }) => id)] };
  const found = await unless(['permission'], readAll(http, module, { filter, fields }));
  if (!found) return undefined;
  const children = new Map<string, Slots[]>();
  for (const child of found.map((each) => bySlot(each, names))) {
    const parent = String(child[key]);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  return children;
}

/** In one question where files say what they are attached to, else one for each record. */
async function readFiles(
  session: CrmSession,
  facts: Facts,
  module: string,
  items: readonly Item[],
): Promise<Map<string, Slots[]> | undefined> {
  const together = await byParent(session, facts, { module: 'files', key: 'entity', parents: items });
  if (together) return together;
  const names = { ...defaultNames, ...vendorFacts(facts).modules['files']?.names };
  const found = new Map<string, Slots[]>();
  for (const { id } of items) {
    const files = await unless(['permission', 'notFound'], readAll(session.http, `${module}/${id}/files`));
    if (files === undefined) return undefined;
    found.set(
      id,
      files.map((each) => bySlot(each, names)),
    );
  }
  return found;
}

/** The first names of a file's attributes, where its schema does not say. */
const defaultNames = Object.fromEntries(
  Object.entries(candidates['files'] ?? {}).flatMap(([slot, [name]]) =>
    name === undefined ? [] : [[slot, name]],
  ),
);

/** Documents have no keys to accounts and contacts, only relations: two calls for each (§3). */
async function readRelations(
  { http }: CrmSession,
  facts: Facts,
  items: readonly Item[],
): Promise<Map<string, Record<string, unknown>>> {
  const { relations = [] } = vendorFacts(facts).modules['documents'] ?? {};
  const found = new Map<string, Record<string, unknown>>();
  for (const { id } of items) {
    const related: Record<string, unknown> = {};
    for (const [relation, name] of [
      ['accounts', 'accounts'],
      ['contacts', 'people'],
    ] as const) {
      if (!relations.includes(relation)) continue;
      const path = `documents/${id}/relationships/${relation}`;
      const linked = await unless(['permission', 'notFound'], readAll(http, path));
      if (linked) related[name] = linked.map((each) => each.id);
    }
    found.set(id, related);
  }
  return found;
}

/** Users by id, once a run; a record names its owner (§6). */
const readOwners = ({ http, once }: CrmSession, facts: Facts) =>
  once('users', async () => {
    const { names } = vendorFacts(facts).modules['users'] ?? {};
    if (!names) return undefined;
    const fields = ['id', ...Object.values(names)];
    const users = await unless(['permission'], readAll(http, 'users', { fields }));
    const text = (item: Item, slot: string) => {
      const value = item[names[slot] ?? ''];
      return typeof value === 'string' && value.trim() ? value.trim() : undefined;
    };
    return (
      users &&
      new Map(
        users.map((user) => {
          const whole = [text(user, 'firstName'), text(user, 'lastName')].filter(Boolean).join(' ');
          return [user.id, { name: text(user, 'name') ?? (whole || undefined), email: text(user, 'email') }];
        }),
      )
    );
  });
