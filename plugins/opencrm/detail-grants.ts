import type { Condition, Grant } from 'portico/contract';

import { assumed } from './assumed.js';
import { needing } from './components.js';
import type { OpencrmSettings } from './settings.js';

const person = ['firstName', 'lastName', 'jobTitle', 'phones', 'status'];
const address = ['street', 'street2', 'city', 'state', 'zip', 'country'].map(
  (part) => `fields.mailing${part}`,
);
const leadAddress = ['lane', 'lane2', 'city', 'state', 'code', 'country'].map((part) => `fields.${part}`);
const company = ['website', 'email', 'phones', 'addresses'];

/** O-01, O-22: oneself and one's company are seen always, and changed with My Details. */
export function detailGrants(settings: OpencrmSettings): Grant[] {
  const { signFields = assumed.signFields } = settings;
  const me: Condition = { f: 'id', eq: { var: 'contact' } };
  const mine: Condition = { f: 'id', in: { var: 'customers' } };
  const having = needing(settings.components)('component:details');
  // The e-mail address carries the sign-in; it has a way of its own, and nobody is here without one (O-07).
  const complete = signFields.filter((name) => name !== 'email');
  const self = [...person, ...address, ...leadAddress, 'fields.department'];
  return [
    {
      id: 'contact.self',
      rules: ['O-01'],
      module: 'contact',
      actions: ['read'],
      when: me,
      fields: { read: [...self, 'kind', 'email', 'customers', 'fields.company'] },
    },
    {
      id: 'contact.my-details',
      rules: ['O-22'],
      module: 'contact',
      actions: ['update'],
      ...having,
      when: me,
      fields: { edit: self.filter((name) => name !== 'status') },
    },
    {
      // Asked for before signing, with My Details or without.
      id: 'contact.complete-to-sign',
      rules: ['O-45', 'O-49'],
      module: 'contact',
      actions: ['update'],
      needs: ['esign'],
      when: me,
      fields: { edit: complete, required: complete },
    },
    {
      id: 'customer.mine',
      rules: ['O-01'],
      module: 'customer',
      actions: ['read'],
      when: mine,
      fields: { read: ['name', 'number', ...company, 'fields.vatnumber'] },
    },
    {
      id: 'customer.my-details',
      rules: ['O-22'],
      module: 'customer',
      actions: ['update'],
      ...having,
      when: mine,
      fields: { edit: [...company, 'fields.vatnumber'] },
    },
  ];
}
