import type { Condition, Grant } from 'portico/contract';

import { self, type Draft } from './grant-draft.js';
import type { Profile } from './profiles.js';
import type { Shown } from './shown-fields.js';

/** Oneself (C-05), and for an admin the colleagues (C-21 to C-23), as far as the profile opens contacts (D2). */
export function people({ read, edit }: Shown, { id, actions }: Profile): Draft[] {
  const said = actions['contacts'];
  const colleagues: Condition = { link: 'member', in: { var: 'customers' } };
  const needs = [`admin:${id}`];
  const own = edit.length && said?.includes('update') !== false;
  // A profile that says nothing of actions on contacts leaves them to the Admin flag, which is the right to them.
  const adds = said?.includes('create') ?? true;
  return [
    {
      name: 'self',
      rules: ['C-05', 'C-27', 'C-28', 'C-32'],
      actions: ['read', ...(own ? ['update'] : [])],
      when: self,
      fields: { read, edit: own ? edit : [] },
    },
    {
      name: 'colleagues',
      rules: ['C-21', 'C-23'],
      needs,
      actions: ['read', ...(own ? ['update'] : [])],
      when: colleagues,
      fields: { read, edit: own ? edit : [] },
    },
    ...(adds
      ? [
          {
            name: 'add',
            rules: ['C-22', 'C-23'],
            needs,
            actions: ['create'],
            when: { f: 'principal', in: { var: 'customers' } } satisfies Condition,
            set: { principal: { var: 'customer' } } satisfies Grant['set'],
            fields: {
              edit: [...new Set(['firstName', 'lastName', 'email', ...edit])],
              required: ['lastName', 'email'],
            },
          },
        ]
      : []),
  ];
}

/** One's own company (C-06). */
export const company = ({ read, edit }: Shown, updates: boolean): Draft[] => [
  {
    name: 'own',
    rules: ['C-06', 'C-07', 'C-15', 'C-29'],
    actions: ['read', ...(updates && edit.length ? ['update'] : [])],
    when: { f: 'id', in: { var: 'customers' } },
    fields: { read, edit: updates ? edit : [] },
  },
];
