import type { Condition, Facts, Grant, Policy } from 'portico/contract';

import { factsOf, type ApptivoFacts } from './discover.js';
import type { ApptivoSettings } from './settings.js';

/** What staff grant in the hub where the roles of a contact count (APT-18). */
export const privileges = [
  { capability: 'cases:view', label: 'See cases' },
  { capability: 'cases:edit', label: 'Make and edit cases' },
];

/** The bound customer alone (APT-3, APT-9): `signIn.binds` is the customer. A case without one is nobody's. */
const ofMyCustomer: Condition = { f: 'customer', in: { var: 'customers' } };
const mine: Condition = { all: [{ link: 'contact', in: { var: 'contacts' } }, ofMyCustomer] };

/** What a contact writes of themselves; never the address, which the sign-in is tied to (APT-11). */
const person = ['firstName', 'lastName', 'jobTitle', 'phones'];

/**
 * Apptivo's rules: oneself, the bound customer, and its cases as far as the access level of the Cases app reaches
 * (APT-13, APT-14). Public notes and shared documents go with the case (APT-15, APT-16: their visibility).
 */
export function policy(facts: Facts, settings: ApptivoSettings): Policy {
  const grants: Grant[] = [
    {
      id: 'contact.self',
      rules: ['APT-11'],
      module: 'contact',
      actions: ['read', 'update'],
      when: { f: 'id', eq: { var: 'contact' } },
      fields: { read: [...person, 'email'], edit: person },
    },
    {
      id: 'customer.bound',
      rules: ['APT-3', 'APT-9'],
      module: 'customer',
      actions: ['read'],
      when: { f: 'id', in: { var: 'customers' } },
      fields: { read: ['name', 'number', 'website', 'email', 'phones', 'addresses'] },
    },
  ];
  if (facts.modules['ticket'] && factsOf(facts).portal.open) grants.push(...caseGrants(facts, settings));
  return { version: 1, limits: [], grants };
}

function caseGrants(facts: Facts, settings: ApptivoSettings): Grant[] {
  const { view, edit, parentSees } = levelsOf(facts, settings);
  const needing = (capability: string, ...rules: string[]): Pick<Grant, 'needs' | 'rules'> =>
    settings.privileges ? { rules: [...rules, 'APT-18'], needs: [capability] } : { rules };
  const read = readable(facts, settings);
  const writable = ['subject', 'body', 'fields.casePriority'];
  const reading = { module: 'ticket' as const, actions: ['read', 'download'], fields: { read } };
  const whose = ['APT-1', 'APT-2', 'APT-3', 'APT-7', 'APT-9', 'APT-10', 'APT-13', 'APT-14'];
  return [
    view === 'all'
      ? { ...reading, ...needing('cases:view', ...whose), id: 'case.of-my-customer', when: ofMyCustomer }
      : { ...reading, ...needing('cases:view', ...whose), id: 'case.mine', when: mine },
    // Read-only (apptivo.md §9).
    ...(parentSees
      ? [
          {
            ...reading,
            ...needing('cases:view', 'APT-13', 'APT-14'),
            id: 'case.of-child-customer',
            when: { via: 'customer', where: { f: 'parent', in: { var: 'customers' } } } satisfies Condition,
          },
        ]
      : []),
    {
      id: `case.edit.${edit === 'all' ? 'of-my-customer' : 'mine'}`,
      ...needing('cases:edit', 'APT-13', 'APT-14'),
      module: 'ticket',
      actions: ['update', 'comment', 'upload'],
      when: edit === 'all' ? ofMyCustomer : mine,
      fields: { edit: writable },
    },
    {
      id: 'case.make',
      ...needing('cases:edit', 'APT-13', 'APT-17'),
      module: 'ticket',
      actions: ['create'],
      when: mine,
      set: { customer: { var: 'principalCustomer' }, contacts: { var: 'contact' } },
      fields: { edit: writable, required: ['subject'] },
    },
  ];
}

/** APT-13: the settings in place of what Apptivo says; nobody edits what they do not see, and the toggle needs both on All. */
function levelsOf(facts: Facts, { portal = {} }: ApptivoSettings): Omit<ApptivoFacts['portal'], 'open'> {
  const told = factsOf(facts).portal;
  const { view = told.view, edit = told.edit, parentSees = told.parentSees } = portal;
  const both = view === 'all' && edit === 'all';
  return { view, edit: both ? 'all' : 'contacts', parentSees: both && parentSees };
}

/** The progress of a case (APT-1). */
const progress =
  'number type subject body status statusGroup customer createdAt changedAt dates fields.casePriority comments files'.split(
    ' ',
  );

/** The progress, and the custom fields that the settings open. Staff's own fields never. */
function readable(facts: Facts, { visibleFields = [] }: ApptivoSettings): string[] {
  const { custom } = factsOf(facts);
  const opened = visibleFields.map((wanted) => custom.find(({ name }) => name === wanted)?.id ?? wanted);
  return [...progress, ...opened.map((name) => `fields.${name}`)];
}
