import { codec, Fault } from 'portico/contract';
import type { Facts, ModuleFacts } from 'portico/contract';

import { assumed, type Capability, type Entity } from './assumed.js';
import { idOf, list, unlessMissing, type MobiworkSession, type Raw } from './client.js';
import { flagsSent } from './contact-mapping.js';
import { contactsOf, customFields } from './customer-mapping.js';
import type { MobiworkSettings } from './settings.js';

/** What is in `facts.vendor`: written by discover, read by everything else. */
export interface MobiworkFacts {
  /** The permissions that contacts tell of, by their elements; the others are given out in the hub. */
  flags: Partial<Record<Capability, string>>;
  /** Staff by id. */
  users: Record<string, string>;
  /** Can payments be listed? */
  payments: boolean;
}

/** The vendor's part of facts that `discover` below has written; empty before the first time. */
export const mobiworkFacts = ({ vendor }: Facts): MobiworkFacts => ({
  flags: {},
  users: {},
  payments: false,
  ...(vendor as Partial<MobiworkFacts> | null),
});

/** Test connection: signs in and looks at one customer. */
export async function check(session: MobiworkSession): Promise<void> {
  await list(session, 'customer', { size: 1 });
}

const shown: Partial<
  Record<Entity, { module: 'workOrder' | 'invoice' | 'quote' | 'product'; label: string }>
> = {
  workOrder: { module: 'workOrder', label: 'Work orders' },
  invoice: { module: 'invoice', label: 'Invoices' },
  estimate: { module: 'quote', label: 'Estimates' },
  product: { module: 'product', label: 'Products' },
};

/** The API describes nothing, so a look at the first rows must do. What cannot be listed is left out. */
export async function discover(session: MobiworkSession): Promise<Facts> {
  const { settings } = session;
  const { zone = assumed.zone } = settings;
  if (!isZone(zone))
    throw new Fault('config', `There is no time zone "${zone}". Write one like America/New_York.`);
  const { items } = await list(session, 'customer', { size: 100 });
  const modules: Facts['modules'] = {
    customer: { label: 'Customers', fields: fieldsOf(items) },
    contact: { label: 'Contacts', fields: [] },
    location: { label: 'Locations', fields: [] },
  };
  for (const entity of ['workOrder', 'invoice', 'estimate', 'product'] as const) {
    const found = await unlessMissing(() => list(session, entity, { size: 20 }));
    const known = shown[entity];
    if (!found || !known) continue;
    const statuses = statusesOf(known.module, found.items, settings);
    modules[known.module] = {
      label: known.label,
      fields: fieldsOf(found.items),
      ...(statuses && { statuses }),
    };
  }
  const vendor: MobiworkFacts = {
    flags: flagsIn(items, settings),
    users: await usersOf(session),
    payments: (await unlessMissing(() => list(session, 'payment', { size: 1 }))) !== undefined,
  };
  return { zone, modules, vendor: { ...vendor } };
}

const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
};

/** Custom fields that were seen, by their API names. */
function fieldsOf(items: Raw[]): ModuleFacts['fields'] {
  const names = new Set(items.flatMap((item) => lenient(() => Object.keys(customFields(item))) ?? []));
  return [...names].map((name) => ({ name, label: name, type: 'text' as const }));
}

function statusesOf(module: string, items: Raw[], { closed }: MobiworkSettings): ModuleFacts['statuses'] {
  const ended = closed?.[module] ?? assumed.closed[module];
  if (!ended) return undefined;
  const open = module === 'workOrder' ? assumed.open.workOrder : assumed.open.invoice;
  const seen = items.flatMap(({ status }) => lenient(() => codec.text.decode(status, 'status')) ?? []);
  return [...new Set([...open, ...ended, ...seen])].map((name) => ({
    name,
    group: ended.some((each) => each.toUpperCase() === name.toUpperCase()) ? 'closed' : 'open',
  }));
}

/** A permission counts as told where any contact of the sample has its element. */
const flagsIn = (customers: Raw[], settings: MobiworkSettings): MobiworkFacts['flags'] =>
  Object.assign(
    {},
    ...customers.flatMap((raw) =>
      (lenient(() => contactsOf(raw).contacts) ?? []).map((each) => flagsSent(each.raw, settings)),
    ),
  ) as MobiworkFacts['flags'];

async function usersOf(session: MobiworkSession): Promise<Record<string, string>> {
  const found = await unlessMissing(() => list(session, 'user', { size: assumed.mostRows }));
  const named = (found?.items ?? []).flatMap((user) => {
    const names = [user['firstName'], user['lastName']]
      .filter((each) => typeof each === 'string' && each)
      .join(' ');
    const id = lenient(() => idOf('user', user));
    return names && id !== undefined ? [[id, names]] : [];
  });
  return Object.fromEntries(named) as Record<string, string>;
}

/** A row that cannot be read teaches nothing, and spoils nothing. */
function lenient<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof Fault) return undefined;
    throw fault;
  }
}
