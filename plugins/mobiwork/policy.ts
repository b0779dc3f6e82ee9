import type { Condition, Facts, Grant, Policy } from 'portico/contract';

import { assumed, type Capability } from './assumed.js';
import { mobiworkFacts } from './discover.js';
import { placeFields } from './work-order-mapping.js';

const myself: Condition = { f: 'id', eq: { var: 'contact' } };
const colleague: Condition = { link: 'member', in: { var: 'customers' } };
const another: Condition = { all: [colleague, { not: myself }] };
const ofMine: Condition = { f: 'customer', in: { var: 'customers' } };
const mineToPay: Condition = { all: [ofMine, { not: { f: 'statusGroup', eq: 'closed' } }] };
const shownOfMine: Condition = { all: [ofMine, { f: 'portalVisible', eq: true }] };
const madeByMe: Condition = { all: [{ link: 'contact', in: { var: 'contacts' } }, ofMine] };

const person = ['honorific', 'firstName', 'lastName', 'phones'];
/** A permission flag is shown, and never a field to edit. */
const account = { read: [...person, 'email', 'status', 'customers', 'fields.permissions'] };

const row = ['number', 'type', 'subject', 'status', 'statusGroup', 'customer', 'createdAt', 'dates'];
const place = placeFields.map((name) => `fields.${name}`);
/** Not the owner: who is sent is the vendor's own affair. */
const order = { read: [...row, 'body', 'comments', 'files', 'fields.customStatus', ...place] };

const read: Grant['actions'] = ['read'];
const withFiles: Grant['actions'] = ['read', 'download'];
const onOrders: Grant['actions'] = ['read', 'comment', 'upload', 'download'];

/** A grant to who has one of these permissions, or to everybody; over what is their customers', unless `when` says else. */
const grant = (
  id: string,
  rules: string[],
  [module, ...needs]: [Grant['module'], ...Capability[]],
  rest: Pick<Grant, 'actions' | 'fields' | 'set'> & { when?: Condition },
): Grant => ({ id, rules, module, ...(needs.length && { needs }), when: ofMine, ...rest });

/** The contacts page: the list is seen by Admin and Edit Contact, of one's own customers alone. */
const contactGrants: Grant[] = [
  grant('contact.self', ['M-13'], ['contact'], { actions: read, when: myself, fields: account }),
  grant('contact.colleagues', ['M-03', 'M-04', 'M-16', 'M-20'], ['contact', 'admin', 'editContact'], {
    actions: read,
    when: colleague,
    fields: account,
  }),
  grant('contact.edit', ['M-01', 'M-04', 'M-16'], ['contact', 'admin'], {
    actions: ['update'],
    when: colleague,
    fields: { edit: person },
  }),
  grant('contact.edit-others', ['M-04', 'M-20'], ['contact', 'editContact'], {
    actions: ['update'],
    when: another,
    fields: { edit: person },
  }),
  grant('contact.add', ['M-01', 'M-14', 'M-16', 'M-20'], ['contact', 'admin'], {
    actions: ['create'],
    when: { f: 'principal', in: { var: 'customers' } },
    fields: { edit: [...person, 'email'], required: ['firstName', 'lastName'] },
    set: { principal: { var: 'customer' } },
  }),
  grant('contact.delete-others', ['M-04', 'M-16', 'M-20', 'M-24'], ['contact', 'admin'], {
    actions: ['delete'],
    when: another,
    fields: {},
  }),
  grant('customer.mine', ['M-13'], ['customer'], {
    actions: read,
    when: { f: 'id', in: { var: 'customers' } },
    fields: { read: ['name'] },
  }),
];

/** What each permission shows of one's own customers (M-16 to M-19), and nothing to who has none. */
const recordGrants: Grant[] = [
  grant('workOrder.all', ['M-16', 'M-19'], ['workOrder', 'admin'], { actions: onOrders, fields: order }),
  // Those that this person made through the hub, while they are of a customer of theirs.
  grant('workOrder.own', ['M-19'], ['workOrder', 'createWorkOrder'], {
    actions: onOrders,
    when: madeByMe,
    fields: order,
  }),
  // A place that is new to MobiWork comes with the order (M-17).
  grant('workOrder.create', ['M-16', 'M-17', 'M-19'], ['workOrder', 'admin', 'createWorkOrder'], {
    actions: ['create'],
    fields: { edit: ['subject', 'body', ...place], required: ['subject'] },
    set: { customer: { var: 'customer' }, contacts: { var: 'contact' } },
  }),
  grant('location.mine', ['M-16', 'M-17', 'M-19'], ['location', 'admin', 'createWorkOrder'], {
    actions: read,
    fields: { read: ['subject', 'body', 'customer'] },
  }),
  grant('invoice.billing', ['M-16', 'M-17'], ['invoice', 'admin', 'billing'], {
    actions: read,
    fields: { read: [...row, 'amount', 'currency'] },
  }),
  // Records a payment of what is open; moves no money.
  grant('invoice.pay', ['M-30'], ['invoice', 'admin', 'billing'], {
    actions: ['pay'],
    when: mineToPay,
    fields: {},
  }),
  grant('quote.billing', ['M-16', 'M-17'], ['quote', 'admin', 'billing'], {
    actions: read,
    fields: { read: row },
  }),
  grant('report.mine', ['M-16', 'M-18'], ['report', 'admin', 'reports'], {
    actions: withFiles,
    fields: { read: ['subject', 'customer', 'createdAt', 'files'] },
  }),
  grant('document.shown', ['M-16'], ['document', 'admin'], {
    actions: withFiles,
    when: shownOfMine,
    fields: { read: ['subject', 'body', 'folder', 'customer', 'createdAt', 'files'] },
  }),
  grant('faq.public', ['M-16'], ['faq', 'admin'], {
    actions: withFiles,
    when: { f: 'public', eq: true },
    fields: { read: ['subject', 'body', 'folder', 'files'] },
  }),
];

const labels: Record<Capability, string> = {
  admin: 'Admin Access',
  billing: 'Access Billing',
  reports: 'Access Reports',
  createWorkOrder: 'Create Work Order',
  editContact: 'Edit Contact',
};

/** The permissions that this tenant's API does not tell, for staff to grant in the hub. */
export const granted = (facts: Facts): { capability: Capability; label: string }[] =>
  (Object.keys(assumed.flags) as Capability[])
    .filter((each) => mobiworkFacts(facts).flags[each] === undefined)
    .map((capability) => ({ capability, label: labels[capability] }));

/**
 * MobiWork's permissions (M-16 to M-20), independent of one another; Admin has everything, and with none of them a
 * person sees their own account. Products are not shown. What the tenant has not is in no list, so no grant asks.
 */
export const policy = (): Policy => ({
  version: 1,
  limits: [],
  grants: [...contactGrants, ...recordGrants],
});
