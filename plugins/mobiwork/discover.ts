import { codec, Fault } from 'portico/contract';
import type { Facts, ModuleFacts, RecordModule } from 'portico/contract';

import { assumed, type Capability, type Entity, type Staged } from './assumed.js';
import { idOf, list, missing, readable, unless, type MobiworkSession, type Raw } from './client.js';
import { flagsSent, namesOf } from './contact-mapping.js';
import { contactsOf, customFields } from './customer-mapping.js';
import { endings } from './record-mapping.js';
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

const shown: [Entity, RecordModule, string][] = [
  ['workOrder', 'workOrder', 'Work orders'],
  ['invoice', 'invoice', 'Invoices'],
  ['estimate', 'quote', 'Estimates'],
  ['product', 'product', 'Products'],
];

/** The API describes nothing, so a look at the first rows must do. What cannot be listed is left out. */
export async function discover(session: MobiworkSession): Promise<Facts> {
  const { settings } = session;
  const { zone = assumed.zone } = settings;
  if (!isZone(zone))
    throw new Fault('config', `There is no time zone "${zone}". Write one like America/New_York.`);
  const { items: customers } = await list(session, 'customer', { size: 100 });
  const look = async (entity: Entity, size: number): Promise<Raw[] | undefined> =>
    (await unless(missing, () => list(session, entity, { size })))?.items;
  const modules: Facts['modules'] = {
    customer: { label: 'Customers', fields: fieldsOf(customers) },
    contact: { label: 'Contacts', fields: [] },
    location: { label: 'Locations', fields: [] },
  };
  for (const [entity, module, label] of shown) {
    const items = await look(entity, 20);
    if (items) modules[module] = { label, fields: fieldsOf(items), ...statusesOf(module, items, settings) };
  }
  const vendor: MobiworkFacts = {
    flags: flagsIn(customers, settings),
    users: namesIn((await look('user', assumed.mostRows)) ?? []),
    payments: (await look('payment', 1)) !== undefined,
  };
  return { zone, modules, vendor: { ...vendor } };
}

const isZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
};

/** Custom fields that were seen, by their API names. */
const fieldsOf = (items: Raw[]): ModuleFacts['fields'] =>
  [...new Set(items.flatMap((item) => Object.keys(readable(() => customFields(item)) ?? {})))].map(
    (name) => ({
      name,
      label: name,
      type: 'text',
    }),
  );

const isStaged = (module: RecordModule): module is Staged => module in assumed.closed;

function statusesOf(
  module: RecordModule,
  items: Raw[],
  settings: MobiworkSettings,
): Pick<ModuleFacts, 'statuses'> {
  if (!isStaged(module)) return {};
  const ended = endings(module, settings);
  const seen = items.flatMap(({ status }) => readable(() => codec.text.decode(status, 'status')) ?? []);
  const names = new Set([
    ...assumed.open[module],
    ...(settings.closed?.[module] ?? assumed.closed[module]),
    ...seen,
  ]);
  return {
    statuses: [...names].map((name) => ({ name, group: ended.has(name.toUpperCase()) ? 'closed' : 'open' })),
  };
}

/** A permission counts as told where any contact of the sample has its element. */
const flagsIn = (customers: Raw[], settings: MobiworkSettings): MobiworkFacts['flags'] =>
  Object.assign(
    {},
    ...customers.flatMap((raw) =>
      (readable(() => contactsOf(raw).contacts) ?? []).map((each) => flagsSent(each.raw, settings)),
    ),
  ) as MobiworkFacts['flags'];

const namesIn = (users: Raw[]): Record<string, string> =>
  Object.fromEntries(
    users.flatMap((user): [string, string][] => {
      const [id, name] = [readable(() => idOf('user', user)), readable(() => namesOf(user))];
      return id !== undefined && name !== undefined ? [[id, name]] : [];
    }),
  );
