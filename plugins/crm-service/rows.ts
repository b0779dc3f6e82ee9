import { createHash } from 'node:crypto';

import {
  codec,
  contact,
  customer,
  login,
  Mismatch,
  members,
  readItem,
  record,
  type Facts,
  type Row,
} from 'portico/contract';

import type { Item } from './client.js';
import { vendorFacts } from './discover.js';
import { contactMapping, customerMapping, type Known } from './mapping.js';
import { recordMapping } from './record-mapping.js';
import type { CrmSettings } from './settings.js';
import type { Source } from './sources.js';

/** What a mapping needs to know of a module. */
export const knownOf = (facts: Facts, settings: CrmSettings, module: string): Known => ({
  names: vendorFacts(facts).modules[module]?.names ?? {},
  zone: facts.zone,
  settings,
});

/** One item of a source to its rows. */
export function rowsOf(source: Source, facts: Facts, settings: CrmSettings): (item: Item) => Row[] {
  const known = knownOf(facts, settings, source.module);
  const { kind } = source;
  if (kind === 'customer') {
    const accounts = customerMapping(known);
    return (item) => [customer(item.id, () => accounts.read(item))];
  }
  if (kind !== 'contact' && kind !== 'lead') {
    const records = recordMapping(source, known);
    return (item) => [record(kind, item.id, () => records.read(item))];
  }
  const people = contactMapping(known, kind);
  const { customer: account } = known.names;
  return (item) => {
    const of = account === undefined ? undefined : codec.id.decode(item[account], account);
    // A lead and a contact of one number are two people.
    const id = kind === 'lead' ? `lead-${item.id}` : item.id;
    return [
      contact(id, () => people.read(item)),
      ...(account === undefined ? [] : [members({ of: { contact: id }, are: of === undefined ? [] : [of] })]),
    ];
  };
}

/**
 * A portal user: one contact in one portal with one profile (C-01, C-20, C-24, C-30). It has no name of its own, since
 * people sign in by the contact's address (C-18). What does not say that it is active, is not.
 */
export function loginRows(facts: Facts): (item: Item) => Row[] {
  const { names = {} } = vendorFacts(facts).modules['portal_users'] ?? {};
  const id = (item: Item, slot: string) => codec.id.decode(item[names[slot] ?? ''], slot);
  const isOn = (item: Item, slot: string) => isYes(item[names[slot] ?? '']);
  return (item) => [
    login(item.id, () => {
      const profile = id(item, 'profile');
      const isAdmin = isOn(item, 'admin');
      return {
        contact: readItem(
          codec.required(codec.id),
          item[names['contact'] ?? ''],
          names['contact'] ?? 'contact',
        ),
        enabled: isOn(item, 'active') && item['portalActive'] === true,
        capabilities: [
          ...(profile === undefined ? [] : [`profile:${profile}`]),
          ...(isAdmin ? ['admin'] : []),
          // Admin widens nothing that its own profile does not open (D2), in no other portal either.
          ...(isAdmin && profile !== undefined ? [`admin:${profile}`] : []),
        ],
      };
    }),
  ];
}

/** A switch that is neither on nor off is off: no right hangs on what cannot be read. */
export function isYes(value: unknown): boolean {
  try {
    return codec.boolean.decode(value, '') ?? false;
  } catch {
    return false;
  }
}

const link = codec.object({
  title: codec.text,
  name: codec.text,
  label: codec.text,
  url: codec.text,
  href: codec.text,
});

/** The external links of a portal (C-16): addresses, or objects with one, as a list or its JSON text. */
export function linkRows(facts: Facts): (item: Item) => Row[] {
  const { names = {} } = vendorFacts(facts).modules['portals'] ?? {};
  const { links = '' } = names;
  return (item) =>
    entriesOf(item[links], links).flatMap((each) => {
      const { title, name, label, url, href } =
        typeof each === 'string' ? { url: each.trim() } : (link.decode(each, links) ?? {});
      const address = url ?? href;
      if (address === undefined || !/^https?:\/\//i.test(address) || !URL.canParse(address)) return [];
      const id = `${item.id}-${createHash('sha256').update(address).digest('hex').slice(0, 16)}`;
      return [
        record('link', id, {
          subject: title ?? name ?? label ?? address,
          type: item.id,
          public: true,
          fields: { url: address },
        }),
      ];
    });
}

function entriesOf(value: unknown, path: string): unknown[] {
  if (typeof value !== 'string') return codec.list(codec.raw).decode(value, path) ?? [];
  if (!value.trim().startsWith('[')) return value.split(/\s+/).filter(Boolean);
  try {
    return codec.list(codec.raw).decode(JSON.parse(value), path) ?? [];
  } catch (cause) {
    throw cause instanceof Mismatch ? cause : new Mismatch(path, 'a list of links', value);
  }
}
