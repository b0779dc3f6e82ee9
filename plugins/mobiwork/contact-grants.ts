import type { Condition, Grant } from 'portico/contract';

const myself: Condition = { f: 'id', eq: { var: 'contact' } };
const colleague: Condition = { link: 'member', in: { var: 'customers' } };

const person = ['honorific', 'firstName', 'lastName', 'phones'];
const account = [...person, 'email', 'status', 'customers', 'fields.permissions'];

/** The contacts page: the list is seen by Admin and Edit Contact, of one's own customers alone. */
export const contactGrants: Grant[] = [
  {
    // M-13: everybody's own account; a permission flag is shown and never a field to edit.
    id: 'contact.self',
    rules: ['M-13'],
    module: 'contact',
    actions: ['read'],
    when: myself,
    fields: { read: account },
  },
  {
    id: 'contact.colleagues',
    rules: ['M-03', 'M-04', 'M-16', 'M-20'],
    module: 'contact',
    actions: ['read'],
    needs: ['admin', 'editContact'],
    when: colleague,
    fields: { read: account },
  },
  {
    id: 'contact.edit',
    rules: ['M-01', 'M-04', 'M-16'],
    module: 'contact',
    actions: ['update'],
    needs: ['admin'],
    when: colleague,
    fields: { edit: person },
  },
  {
    id: 'contact.edit-others',
    rules: ['M-04', 'M-20'],
    module: 'contact',
    actions: ['update'],
    needs: ['editContact'],
    when: { all: [colleague, { not: myself }] },
    fields: { edit: person },
  },
  {
    id: 'contact.add',
    rules: ['M-01', 'M-14', 'M-16', 'M-20'],
    module: 'contact',
    actions: ['create'],
    needs: ['admin'],
    when: { f: 'principal', in: { var: 'customers' } },
    fields: { edit: [...person, 'email'], required: ['firstName', 'lastName'] },
    set: { principal: { var: 'customer' } },
  },
  {
    id: 'contact.delete-others',
    rules: ['M-04', 'M-16', 'M-20', 'M-24'],
    module: 'contact',
    actions: ['delete'],
    needs: ['admin'],
    when: { all: [colleague, { not: myself }] },
    fields: {},
  },
];
