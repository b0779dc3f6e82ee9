import { codec, Fault } from 'portico/contract';
import type { Facts, ModuleFacts } from 'portico/contract';

import { assumed } from './assumed.js';
import type { Item, OpencrmSession } from './client.js';
import { count, listAll, listPage } from './listing.js';
import { sources } from './sources.js';

/** What is in `facts.vendor`. */
export interface OpencrmFacts {
  /** The modules that the account may read, by M. */
  modules: string[];
  /** Users by id. */
  owners: Record<string, { name?: string; email?: string }>;
  /** Modules for the portal whose answers lack the portal tick, each with the record that showed it. */
  gaps: Record<string, string>;
}

const none: OpencrmFacts = { modules: [], owners: {}, gaps: {} };

/** The vendor's part of facts that `discover` below has written. */
export const vendorFacts = (facts: Facts): OpencrmFacts => ({
  ...none,
  ...(facts.vendor as Partial<OpencrmFacts>),
});

/** Test connection: the two modules without which nobody comes in. */
export async function check(session: OpencrmSession): Promise<void> {
  for (const module of ['company', 'contact']) await count(session, module);
}

/** OpenCRM describes nothing: one record of each module shows what the account may read, and which columns there are. */
export async function discover(session: OpencrmSession): Promise<Facts> {
  const { zone = assumed.zone, leaveOut = [] } = session.settings;
  const facts: Facts = { zone, modules: hubKept(), vendor: {} };
  const vendor: OpencrmFacts = { modules: [], owners: await owners(session), gaps: {} };
  const people = [
    { module: 'company', kind: 'customer', label: 'Companies', portal: false },
    { module: 'contact', kind: 'contact', label: 'Contacts', portal: false },
    { module: 'lead', kind: undefined, label: 'Leads', portal: false },
  ] as const;
  for (const { module, kind, label, portal } of [...people, ...Object.values(sources)]) {
    if (leaveOut.includes(module) || leaveOut.includes(kind ?? module)) continue;
    const seen = await sample(session, module, module === 'company' || module === 'contact');
    if (!seen) continue;
    vendor.modules.push(module);
    const [first] = seen;
    if (kind) facts.modules[kind] = { label, fields: columnsOf(first) };
    if (kind && portal && first && !('showonportal' in first)) {
      vendor.gaps[kind] = first.id;
      session.log.warn(`OpenCRM answers ${label} without showonportal.`, { module });
    }
  }
  return { ...facts, vendor: { ...vendor } };
}

/** What has no endpoint and is kept here (§9). */
const hubKept = (): Facts['modules'] => ({
  document: { label: 'Documents', fields: [] },
  faq: { label: 'Knowledgebase', fields: [] },
  link: { label: 'Links', fields: [] },
});

const columnsOf = (row: Item | undefined): ModuleFacts['fields'] =>
  Object.keys(row ?? {})
    .filter((name) => !/passw|secret|\bpin\b/i.test(name))
    .sort()
    .map((name) => ({ name, label: name, type: 'text' }));

/** The first record of a module; nothing where the account may not read it or this OpenCRM does not have it. */
async function sample(session: OpencrmSession, module: string, needed: boolean): Promise<Item[] | undefined> {
  try {
    return (await listPage(session, module, { from: 0, size: 1 })).items;
  } catch (fault) {
    if (!needed && fault instanceof Fault && ['permission', 'notFound'].includes(fault.kind))
      return undefined;
    throw fault;
  }
}

/** Names and addresses of users, and never another column of theirs. */
async function owners(session: OpencrmSession): Promise<OpencrmFacts['owners']> {
  try {
    const users = await listAll(session, 'user');
    return Object.fromEntries(users.map((user) => [user.id, ownerOf(user)]));
  } catch (fault) {
    if (fault instanceof Fault && ['permission', 'notFound'].includes(fault.kind)) return {};
    throw fault;
  }
}

function ownerOf(user: Item): OpencrmFacts['owners'][string] {
  const text = (name: string) => codec.text.decode(user[name], name);
  const name = [text('first_name'), text('last_name')].filter(Boolean).join(' ') || text('user_name');
  const email = text('email1');
  return { ...(name && { name }), ...(email && { email }) };
}
