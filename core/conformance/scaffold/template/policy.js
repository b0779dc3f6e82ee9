// @ts-check

/**
 * Whoever signs in sees their own card, their companies and the tickets of these, and may open new tickets. What no
 * grant lists is hidden.
 * @returns {import('portico/contract').Policy}
 */
export const policy = () => ({
  version: 1,
  limits: [],
  grants: [
    {
      id: 'contact.self',
      module: 'contact',
      actions: ['read'],
      when: { f: 'id', eq: { var: 'contact' } },
      fields: { read: ['firstName', 'lastName', 'email'] },
    },
    {
      id: 'customer.own',
      module: 'customer',
      actions: ['read'],
      when: { f: 'id', in: { var: 'customers' } },
      fields: { read: ['name', 'phones'] },
    },
    {
      id: 'ticket.own',
      module: 'ticket',
      actions: ['read', 'create'],
      when: { f: 'customer', in: { var: 'customers' } },
      fields: {
        read: ['subject', 'body', 'status', 'fields.urgent'],
        edit: ['subject', 'body'],
        required: ['subject'],
      },
      set: { customer: { var: 'customer' } },
    },
  ],
});
