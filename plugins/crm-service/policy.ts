import type { Facts, Grant, Policy } from 'portico/contract';

import { vendorFacts, type CrmFacts } from './discover.js';
import { listed, mine, ofMyAccount, self, type Draft } from './grant-draft.js';
import { company, people } from './people-grants.js';
import type { Profile } from './profiles.js';
import type { CrmSettings } from './settings.js';
import { shownFields } from './shown-fields.js';
import { sourceOf, type Source } from './sources.js';
import { events, order, payment, tickets } from './work-grants.js';

/**
 * The Self-Service Portal (crm-service.md §1, §8): oneself always, and for each profile what it opens, of what is mine
 * or my account's. A person holds `profile:<id>` by their portal user, and `admin:<id>` where that user is an admin;
 * without a profile there is oneself alone (D3).
 */
export function policy(facts: Facts, settings: CrmSettings): Policy {
  const known = vendorFacts(facts);
  return {
    version: 1,
    duplicates: 'none',
    limits: [],
    grants: [
      {
        id: 'contact.self',
        rules: ['C-05', 'C-07'],
        module: 'contact',
        actions: ['read'],
        when: self,
        fields: { read: ['firstName', 'lastName', 'email'] },
      },
      ...known.profiles.flatMap((profile) => profileGrants(known, settings, profile)),
      ...linkGrants(known),
    ],
  };
}

/** What one profile opens, module by module (C-25 to C-29). */
function profileGrants(known: CrmFacts, settings: CrmSettings, profile: Profile): Grant[] {
  const open = (kind: Source['kind'], make: (source: Source) => Draft[]): Grant[] => {
    const source = sourceOf(kind);
    if (!source || !known.modules[source.module] || !profile.modules.includes(source.module)) return [];
    return make(source).map(({ rules = [], name, ...draft }) => ({
      id: `${kind}.${name}.${profile.id}`,
      rules: ['C-26', ...rules],
      module: kind as Grant['module'],
      needs: [`profile:${profile.id}`],
      ...draft,
    }));
  };
  const may = (module: string, action: string) => profile.actions[module]?.includes(action) ?? false;
  const shown = (source: Source) => shownFields(known, source, profile);
  const ofAccount = (kind: Source['kind'], more: (source: Source) => Draft[] = () => []) =>
    open(kind, (source) => [
      {
        name: 'account',
        rules: ['C-15', 'C-29', accountRules[kind] ?? 'C-04'],
        actions: ['read'],
        when: ofMyAccount,
        fields: { read: shown(source).read },
      },
      ...more(source),
    ]);
  const onSale = (kind: Source['kind'], rule: string) =>
    open(kind, (source) => [
      {
        name: 'on-sale',
        rules: [rule],
        actions: ['read'],
        when: listed,
        fields: { read: shown(source).read },
      },
    ]);
  return [
    ...open('contact', (source) => people(shown(source), profile)),
    ...open('customer', (source) => company(shown(source), may('accounts', 'update'))),
    ...open('ticket', (source) => tickets(shown(source), settings, (action) => may('tickets', action))),
    ...ofAccount('invoice', () => (may('invoices', 'pay') ? [payment] : [])),
    ...ofAccount('quote'),
    ...ofAccount('salesOrder', (source) => (may('sales_orders', 'create') ? [order(shown(source))] : [])),
    ...ofAccount('opportunity'),
    ...ofAccount('project'),
    ...open('document', (source) => [
      {
        name: 'mine',
        rules: ['C-15'],
        actions: ['read', 'download'],
        when: { any: [mine, ofMyAccount] },
        fields: { read: shown(source).read },
      },
    ]),
    ...onSale('product', 'C-14'),
    ...onSale('priceBook', 'C-13'),
    ...open('event', (source) =>
      events(shown(source).read, known.modules[source.module]?.names ?? {}, may(source.module, 'register')),
    ),
  ];
}

const accountRules: Partial<Record<Source['kind'], string>> = {
  invoice: 'C-10',
  opportunity: 'C-12',
  salesOrder: 'C-14',
};

/** The external links of a portal, for whoever has a profile of it (C-16). */
function linkGrants({ profiles, modules }: CrmFacts): Grant[] {
  if (modules['portals']?.names['links'] === undefined) return [];
  const portals = new Set(profiles.flatMap(({ portal }) => portal ?? []));
  return [...portals].map((portal): Grant => ({
    id: `link.${portal}`,
    rules: ['C-16'],
    module: 'link',
    types: [portal],
    actions: ['read'],
    needs: profiles.filter((each) => each.portal === portal).map(({ id }) => `profile:${id}`),
    when: listed,
    fields: { read: ['subject', 'fields.url'] },
  }));
}
