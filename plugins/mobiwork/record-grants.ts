import type { Condition, Grant } from 'portico/contract';

import { placeFields } from './work-order-mapping.js';

const ofMyCustomers: Condition = { f: 'customer', in: { var: 'customers' } };

const place = placeFields.map((name) => `fields.${name}`);

/** Not the owner: who is sent is the vendor's own affair. */
const workOrder = [
  'number',
  'type',
  'subject',
  'body',
  'status',
  'statusGroup',
  'customer',
  'createdAt',
  'dates',
  'comments',
  'files',
  'fields.customStatus',
  ...place,
];

/** What each permission shows of one's own customers (M-16 to M-19), and nothing to who has none. */
export const recordGrants: Grant[] = [
  {
    id: 'workOrder.all',
    rules: ['M-16', 'M-19'],
    module: 'workOrder',
    actions: ['read', 'comment', 'upload', 'download'],
    needs: ['admin'],
    when: ofMyCustomers,
    fields: { read: workOrder },
  },
  {
    // Those that this person made through the hub, while they are of a customer of theirs.
    id: 'workOrder.own',
    rules: ['M-19'],
    module: 'workOrder',
    actions: ['read', 'comment', 'upload', 'download'],
    needs: ['createWorkOrder'],
    when: { all: [{ link: 'contact', in: { var: 'contacts' } }, ofMyCustomers] },
    fields: { read: workOrder },
  },
  {
    id: 'workOrder.create',
    rules: ['M-16', 'M-17', 'M-19'],
    module: 'workOrder',
    actions: ['create'],
    needs: ['admin', 'createWorkOrder'],
    when: ofMyCustomers,
    // A place that is new to MobiWork comes with the order (M-17).
    fields: { edit: ['subject', 'body', ...place], required: ['subject'] },
    set: { customer: { var: 'customer' }, contacts: { var: 'contact' } },
  },
  {
    id: 'location.mine',
    rules: ['M-16', 'M-17', 'M-19'],
    module: 'location',
    actions: ['read'],
    needs: ['admin', 'createWorkOrder'],
    when: ofMyCustomers,
    fields: { read: ['subject', 'body', 'customer'] },
  },
  {
    id: 'invoice.billing',
    rules: ['M-16', 'M-17', 'M-30'],
    module: 'invoice',
    actions: ['read', 'pay'],
    needs: ['admin', 'billing'],
    when: ofMyCustomers,
    fields: {
      read: [
        'number',
        'subject',
        'status',
        'statusGroup',
        'customer',
        'createdAt',
        'dates',
        'amount',
        'currency',
      ],
    },
  },
  {
    id: 'quote.billing',
    rules: ['M-16', 'M-17'],
    module: 'quote',
    actions: ['read'],
    needs: ['admin', 'billing'],
    when: ofMyCustomers,
    fields: {
      read: ['number', 'type', 'subject', 'status', 'statusGroup', 'customer', 'createdAt', 'dates'],
    },
  },
  {
    id: 'report.mine',
    rules: ['M-16', 'M-18'],
    module: 'report',
    actions: ['read', 'download'],
    needs: ['admin', 'reports'],
    when: ofMyCustomers,
    fields: { read: ['subject', 'customer', 'createdAt', 'files'] },
  },
  {
    id: 'document.mine',
    rules: ['M-16'],
    module: 'document',
    actions: ['read', 'download'],
    needs: ['admin'],
    when: { all: [ofMyCustomers, { f: 'portalVisible', eq: true }] },
    fields: { read: ['subject', 'body', 'folder', 'customer', 'createdAt', 'files'] },
  },
  {
    id: 'faq.public',
    rules: ['M-16'],
    module: 'faq',
    actions: ['read', 'download'],
    needs: ['admin'],
    when: { f: 'public', eq: true },
    fields: { read: ['subject', 'body', 'folder', 'files'] },
  },
];
