import { expect } from 'chai';

import { plugin } from '../../../plugins/mobiwork/plugin.js';
import { granted, policy } from '../../../plugins/mobiwork/policy.js';
import { byContact, holdPolicy, member, red, row, say, type Expectation } from '../policy-mutants.js';
import { facts, settings } from './mobiwork-session.js';

const me = (...capabilities: string[]) => ({ who: { capabilities } });
const nobody = me();
const everyOther = ['billing', 'reports', 'createWorkOrder', 'editContact'];

const contact = (id: string, customer: string) =>
  row('contact', { external_id: id, principal: customer }, [member('customer', customer)]);
const self = contact('k1', 'c1');
const colleague = contact('k2', 'c1');
const stranger = contact('k3', 'c2');

const of = (
  module: 'workOrder' | 'invoice' | 'quote' | 'location' | 'report' | 'document',
  customer = 'c1',
  more = {},
) => row(module, { customer_id: customer, ...more });
const mine = (module: 'workOrder', customer = 'c1') =>
  row(module, { customer_id: customer }, [byContact('k1')]);
const theirs = row('workOrder', { customer_id: 'c1' }, [byContact('k2')]);
const document = (customer: string, visible: boolean) =>
  of('document', customer, { portal_visible: visible });
const faq = (open: boolean) => row('faq', { public: open });

/** A line for each capability alone: with one of `may` it is allowed, with any other, or none, it is not. */
function only(
  rules: string,
  what: string,
  subject: Expectation['row'],
  may: string[],
  action = 'read',
): Expectation[] {
  return ['admin', ...everyOther, ''].map((each) =>
    say(`${rules}: ${each || 'no permission'}: ${action} ${what}`, subject, may.includes(each), {
      action,
      ...me(...(each ? [each] : [])),
    }),
  );
}

const hidden = ['principal', 'fields.pin'];
const account = ['honorific', 'firstName', 'lastName', 'phones', 'email', 'status', 'fields.permissions'];

const table: Expectation[] = [
  // The contacts page.
  say('M-13: everybody sees their own account, permissions among it', self, true, {
    ...nobody,
    sees: account,
    hides: hidden,
  }),
  say('M-13: and the name of their company, no more', row('customer', { external_id: 'c1' }), true, {
    ...nobody,
    sees: ['name'],
    hides: ['addresses', 'status'],
  }),
  say('M-13: not of another', row('customer', { external_id: 'c2' }), false, nobody),
  say('M-13: an account is not that of colleagues', colleague, false, nobody),
  ...['admin', 'editContact'].map((each) =>
    say(`M-03, M-16, M-20: ${each} sees all contacts of the company`, colleague, true, {
      ...me(each),
      sees: account,
      hides: hidden,
    }),
  ),
  ...only('M-03, M-17, M-18, M-19, M-20', 'a colleague', colleague, ['admin', 'editContact']),
  ...only('M-04', 'a contact of another customer', stranger, []),
  ...only('M-09', 'a contact of a child customer, which is another', stranger, []),
  ...only('M-01, M-16, M-20', 'a colleague', colleague, ['admin', 'editContact'], 'update'),
  ...only('M-01, M-20', 'oneself', self, ['admin'], 'update'),
  ...only('M-04, M-20', 'a contact of another customer', stranger, [], 'update'),
  ...only('M-01, M-14, M-16, M-20', 'a contact of the own customer', colleague, ['admin'], 'create'),
  ...only('M-14', 'a contact of another customer', stranger, [], 'create'),
  ...only('M-16, M-20, M-24', 'a colleague', colleague, ['admin'], 'delete'),
  ...only('M-24', 'oneself', self, [], 'delete'),
  ...only('M-04, M-24', 'a contact of another customer', stranger, [], 'delete'),
  // Work orders and places.
  ...only('M-16, M-17, M-18, M-19, M-20', "a colleague's work order", theirs, ['admin']),
  ...only('M-16, M-19', 'a work order that I made through the hub', mine('workOrder'), [
    'admin',
    'createWorkOrder',
  ]),
  ...only('M-16, M-19', 'what I made for a customer I have left', mine('workOrder', 'c2'), []),
  ...only(
    'M-16, M-17, M-18, M-19, M-20',
    'a work order',
    mine('workOrder'),
    ['admin', 'createWorkOrder'],
    'create',
  ),
  ...only('M-16, M-19', 'a work order of another customer', mine('workOrder', 'c2'), [], 'create'),
  ...only('M-19', 'a work order that I made', mine('workOrder'), ['admin', 'createWorkOrder'], 'comment'),
  ...only('M-19', 'a work order', mine('workOrder'), [], 'update'),
  say('M-16, M-19: staff who are sent are not shown', mine('workOrder'), true, {
    ...me('createWorkOrder'),
    sees: ['number', 'subject', 'status', 'dates', 'comments', 'files'],
    hides: ['owner', 'fields.externalId', 'contacts'],
  }),
  ...only('M-16, M-17, M-19', 'a place', of('location'), ['admin', 'createWorkOrder']),
  ...only('M-16, M-17, M-19', 'a place of another customer', of('location', 'c2'), []),
  ...only('M-17', 'a place', of('location'), [], 'create'),
  // Billing.
  ...only('M-16, M-17, M-18, M-19, M-20', 'an invoice', of('invoice'), ['admin', 'billing']),
  ...only('M-16, M-17', 'an invoice of another customer', of('invoice', 'c2'), []),
  ...only('M-30', 'an invoice', of('invoice'), ['admin', 'billing'], 'pay'),
  ...only('M-30', 'an invoice of another customer', of('invoice', 'c2'), [], 'pay'),
  ...only('M-30', 'a paid invoice', of('invoice', 'c1', { status_group: 'closed' }), [], 'pay'),
  ...only('M-16, M-17', 'an estimate', of('quote'), ['admin', 'billing']),
  ...only('M-16, M-17', 'an estimate of another customer', of('quote', 'c2'), []),
  // Reports, and what Portico keeps.
  ...only('M-16, M-18', 'a report', of('report'), ['admin', 'reports']),
  ...only('M-16, M-18', 'a report of another customer', of('report', 'c2'), []),
  ...only('M-16', 'a document that is to be seen', document('c1', true), ['admin']),
  ...only('M-16', 'a document that is not to be seen', document('c1', false), []),
  ...only('M-16', 'a document of another customer', document('c2', true), []),
  ...only('M-16', 'a question for everybody', faq(true), ['admin']),
  ...only('M-16', 'a question not yet for everybody', faq(false), []),
  ...only('M-16', 'a product', row('product'), []),
];

describe('MobiWork policy', () => {
  it('M-01, M-03, M-04, M-09, M-13, M-16 to M-20, M-24, M-30: who sees and does what, and nothing can be left out', () => {
    holdPolicy(policy(), table);
  });

  it('M-16 to M-20: several permissions are their union, and Admin alone is all of them', () => {
    const all = [
      theirs,
      mine('workOrder'),
      of('invoice'),
      of('quote'),
      of('report'),
      of('location'),
      colleague,
    ];
    for (const subject of all) holdOne(say('M-16: Admin', subject, true, me('admin')));
    holdOne(say('M-17, M-18: both', of('invoice'), true, me('billing', 'reports')));
    holdOne(say('M-17, M-18: both', of('report'), true, me('billing', 'reports')));
    holdOne(say('M-17, M-18: no more', theirs, false, me('billing', 'reports')));
    holdOne(say('M-16: Admin', theirs, false, me(...everyOther)));
  });

  it('M-14: a first and a last name are asked for, and a permission is no field that can be written', () => {
    const { grants } = policy();
    expect(grants.find(({ id }) => id === 'contact.add')?.fields.required).to.deep.equal([
      'firstName',
      'lastName',
    ]);
    const editable = grants.flatMap(({ module, fields }) =>
      module === 'contact' ? (fields.edit ?? []) : [],
    );
    for (const right of ['fields.permissions', 'status', 'principal', 'customers'])
      expect(editable).not.to.include(right);
  });

  it('M-20: who edits colleagues raises nobody, and does not change an address that signs in', () => {
    const edits = policy().grants.find(({ id }) => id === 'contact.edit-others')?.fields.edit;
    expect(edits).to.deep.equal(['honorific', 'firstName', 'lastName', 'phones']);
  });

  it('M-16 to M-20: permissions that the tenant does not tell are granted by staff in the hub', () => {
    expect(granted(facts).map(({ capability }) => capability)).to.deep.equal([
      'reports',
      'createWorkOrder',
      'editContact',
    ]);
    expect(plugin.signIn.granted?.({ ...facts, vendor: {} }, settings)).to.have.length(5);
  });
});

function holdOne(expectation: Expectation): void {
  const told = red(policy(), [expectation]);
  expect(told, expectation.row.subject).to.deep.equal([]);
}
