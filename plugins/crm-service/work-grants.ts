import type { Condition, Grant } from 'portico/contract';

import { listed, mine, ofMyAccount, type Draft } from './grant-draft.js';
import type { Names } from './mapping.js';
import type { CrmSettings } from './settings.js';
import type { Shown } from './shown-fields.js';

/** Own support requests, or by setting those of the account as well; only own ones are changed (C-03, C-08). */
export function tickets(
  { read, edit }: Shown,
  { tickets: whose = 'own' }: CrmSettings,
  may: (action: string) => boolean,
): Draft[] {
  const common = { rules: ['C-03', 'C-08', 'C-15'] };
  const readable = { actions: ['read', 'download'], fields: { read } };
  return [
    { ...common, ...readable, name: 'own', when: mine },
    ...(whose === 'account' ? [{ ...common, ...readable, name: 'account', when: ofMyAccount }] : []),
    ...(may('update')
      ? [
          {
            ...common,
            name: 'work',
            actions: ['comment', 'upload', ...(edit.length ? ['update'] : [])],
            when: mine,
            fields: { edit },
          },
        ]
      : []),
    ...(may('create')
      ? [
          {
            ...common,
            name: 'create',
            actions: ['create'],
            when: mine,
            set: { customer: { var: 'customer' }, contacts: { var: 'contact' } } satisfies Grant['set'],
            fields: { edit: [...new Set(['subject', 'body', ...edit])], required: ['subject'] },
          },
        ]
      : []),
  ];
}

/** Records a payment of what is open; moves no money (C-11, D4). How much that is, the CRM says. */
export const payment: Draft = {
  name: 'pay',
  rules: ['C-11', 'C-28'],
  actions: ['pay'],
  when: { all: [ofMyAccount, { not: { f: 'statusGroup', eq: 'closed' } }] },
  fields: {},
};

/** The web shop: products and quantities; prices are the CRM's (C-14). */
export const order = ({ edit }: Shown): Draft => ({
  name: 'order',
  rules: ['C-14', 'C-28'],
  actions: ['create'],
  when: ofMyAccount,
  set: { customer: { var: 'customer' }, contacts: { var: 'contact' } },
  fields: { edit: [...new Set(['subject', 'lines', ...edit])], required: ['lines'] },
});

/**
 * Listed events to everybody, others to those on their list (C-36), and registering while registration is open (C-37).
 * A bound that is missing does not bind; where the CRM has no such times at all, nobody can register here.
 */
export function events(read: string[], names: Names, registers: boolean): Draft[] {
  const kinds = [
    { name: 'listed', when: listed },
    { name: 'invited', when: mine },
  ];
  const knowsWindow = names['registrationOpens'] !== undefined && names['registrationCloses'] !== undefined;
  const open: Condition[] = [
    { not: { f: 'dates.registrationOpens', gt: { var: 'now' } } },
    { not: { f: 'dates.registrationCloses', lte: { var: 'now' } } },
    { not: { f: 'dates.end', lte: { var: 'now' } } },
  ];
  return [
    ...kinds.map((kind) => ({
      ...kind,
      rules: ['C-02', 'C-09', 'C-36'],
      actions: ['read'],
      fields: { read },
    })),
    ...(registers && knowsWindow
      ? [
          {
            name: 'register',
            rules: ['C-09', 'C-36', 'C-37'],
            actions: ['register'],
            when: { all: [{ any: [listed, mine] }, ...open] },
            set: { contacts: { var: 'contact' } } satisfies Grant['set'],
            fields: {},
          },
        ]
      : []),
  ];
}
