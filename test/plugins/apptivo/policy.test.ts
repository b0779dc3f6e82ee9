import { expect } from 'chai';

import type { Me } from '../../../core/access/access.js';
import { whyNotCounting, type Standing } from '../../../core/access/standing.js';
import type { RowLink, SubjectRow } from '../../../core/access/subject-row.js';
import { contactRows } from '../../../plugins/apptivo/contact-mapping.js';
import { plugin } from '../../../plugins/apptivo/plugin.js';
import { policy } from '../../../plugins/apptivo/policy.js';
import { byContact, holdPolicy, row, say, type Expectation } from '../policy-mutants.js';
import { facts, factsWith, harry, settings } from './apptivo-session.js';

type Portal = Parameters<typeof factsWith>[0];

/** A case of a customer: by contact k1 unless said otherwise; its customer comes with it as the parent of that module. */
const caseOf = (customer: string | undefined, contact: string | undefined, parent?: string): SubjectRow => {
  const links: RowLink[] = contact === undefined ? [] : [byContact(contact)];
  const above = customer === undefined ? [] : [row('customer', { external_id: customer, parent })];
  return row('ticket', { customer_id: customer, type: '11' }, links, above);
};
const mine = caseOf('c1', 'k1');
const colleagues = caseOf('c1', 'k2');
const nobodys = caseOf('c1', undefined);
const others = caseOf('c2', 'k9');
const childs = caseOf('c3', 'k8', 'c1');
const unbound = caseOf('c2', 'k1');
const without = caseOf(undefined, 'k1');

/** The access after Harry went from c1 to c2: bound anew, by another acceptance (APT-8). */
const moved: Partial<Me> = { customers: ['c2'], customer: 'c2', principalCustomer: 'c2' };
const progress = ['number', 'subject', 'status', 'statusGroup', 'changedAt', 'dates', 'comments', 'files'];
const staffOnly = ['owner', 'participants', 'contacts', 'fields.input_1'];

const self = row('contact', { external_id: 'k1' });
const always: Expectation[] = [
  say('APT-11: my own details, with the address the sign-in is tied to', self, true, {
    sees: ['email', 'phones'],
  }),
  say('APT-11: my own details are mine to change', self, true, { action: 'update' }),
  say('APT-11: nobody else’s details', row('contact', { external_id: 'k2' }), false),
  say('APT-3, APT-9: the customer the access is bound to', row('customer', { external_id: 'c1' }), true, {
    sees: ['name', 'addresses'],
    hides: ['status', 'parent'],
  }),
  say(
    'APT-3, APT-9: no other customer, though a contact of it',
    row('customer', { external_id: 'c2' }),
    false,
  ),
];

/** What holds at every level. */
const anyLevel: Expectation[] = [
  ...always,
  say('APT-1, APT-2: my case, with its progress and nothing of staff', mine, true, {
    sees: progress,
    hides: staffOnly,
  }),
  say('APT-14: no case of another customer', others, false),
  say('APT-3, APT-7: none of a customer I am not bound to, though it names me', unbound, false),
  say('APT-7: none of the old customer after a move', mine, false, { who: moved }),
  say('APT-9: those of the new customer after a move', unbound, true, { who: moved }),
  say('APT-10: a colleague who stays keeps theirs', colleagues, true, {
    who: { contact: 'k2', contacts: ['k2'] },
  }),
  say('APT-2: a case without a customer is nobody’s', without, false),
  ...['update', 'comment', 'upload'].map((action) => say(`APT-13: ${action} mine`, mine, true, { action })),
  say('APT-13: edit none of another customer', others, false, { action: 'update' }),
  say('APT-13: edit none of a customer I am not bound to', unbound, false, { action: 'comment' }),
  say('APT-13: make a case of mine', mine, true, { action: 'create' }),
  say('APT-13: make none in the name of a colleague', colleagues, false, { action: 'create' }),
  say('APT-13: make none for another customer', unbound, false, { action: 'create' }),
  say('APT-13: delete none', mine, false, { action: 'delete' }),
];

const hold = (portal: Portal, expectations: Expectation[], changed = {}) =>
  holdPolicy(policy(factsWith(portal), { ...settings, ...changed }), expectations);

const edits = (allowed: SubjectRow[], refused: SubjectRow[]): Expectation[] =>
  ['update', 'comment', 'upload'].flatMap((action) => [
    ...allowed.map((each) => say(`APT-13, APT-14: may ${action}`, each, true, { action })),
    ...refused.map((each) => say(`APT-13, APT-14: may not ${action}`, each, false, { action })),
  ]);

describe('Apptivo policy', () => {
  it('APT-1, APT-2, APT-13: level Contacts shows and opens the contact’s own cases of the bound customer', () => {
    hold({}, [
      ...anyLevel,
      ...[colleagues, nobodys, childs].map((each) => say('APT-13: only mine', each, false)),
      ...edits([mine], [colleagues, nobodys, childs]),
    ]);
  });

  it('APT-13, APT-14: level All is all cases of the bound customer, and of no other', () => {
    const all = [colleagues, nobodys].map((each) => say('APT-13: all of my customer', each, true));
    const children = say('APT-13: none of a child without the toggle', childs, false);
    const both = [...anyLevel, ...all, children, ...edits([mine, colleagues, nobodys], [others, childs])];
    hold({ view: 'all', edit: 'all' }, both);
    hold({ view: 'all' }, [...anyLevel, ...all, children, ...edits([mine], [colleagues, nobodys, others])]);
  });

  it('APT-13: nobody edits what they do not see: edit All with view Contacts is the contact’s own', () => {
    hold({ edit: 'all' }, [
      ...anyLevel,
      say('APT-13: only mine', colleagues, false),
      ...edits([mine], [colleagues, nobodys]),
    ]);
  });

  it('APT-13: with both on All the toggle shows cases of child customers, and lets nobody change them', () => {
    const toggled = [
      ...anyLevel,
      say('APT-13: all of my customer', colleagues, true),
      say('APT-13: those of a child customer', childs, true, { sees: progress, hides: staffOnly }),
      say('APT-13: none of another one’s child', caseOf('c4', 'k8', 'c2'), false),
      say('APT-14: none of a grandchild', caseOf('c5', 'k8', 'c3'), false),
      say('APT-14: none of my own parent', caseOf('c0', 'k8'), false, {
        who: { customers: ['c3'], customer: 'c3', principalCustomer: 'c3' },
      }),
      ...edits([mine, colleagues, nobodys], [childs, others]),
    ];
    hold({ view: 'all', edit: 'all', parentSees: true }, toggled);
    hold({}, toggled, { portal: { view: 'all', edit: 'all', parentSees: true } });
  });

  it('APT-13: without both on All the toggle is without effect', () => {
    for (const portal of [
      { parentSees: true },
      { view: 'all', parentSees: true },
      { edit: 'all', parentSees: true },
    ])
      expect(policy(factsWith(portal as Portal), settings).grants.map(({ id }) => id)).not.to.include(
        'case.of-child-customer',
      );
  });

  it('APT-13: no cases where Apptivo keeps them out of its portal, or the account may not read them', () => {
    const { ticket, ...modules } = facts.modules;
    for (const known of [factsWith({ open: false }), { ...facts, modules }]) {
      expect(ticket).to.be.an('object');
      holdPolicy(policy(known, settings), [...always, say('APT-13: no case', mine, false)]);
    }
  });

  it('APT-18: where privileges count, staff grant seeing and editing one by one', () => {
    const granted = plugin.signIn.granted?.(facts, { ...settings, privileges: true }) ?? [];
    expect(granted.map(({ capability }) => capability)).to.deep.equal(['cases:view', 'cases:edit']);
    expect(plugin.signIn.granted?.(facts, settings)).to.deep.equal([]);
    const who = { capabilities: granted.map(({ capability }) => capability) };
    const seeing = { capabilities: ['cases:view'] };
    hold(
      {},
      [
        ...[...anyLevel, ...edits([mine], [colleagues])].map((each) => ({
          ...each,
          who: { ...each.who, ...who },
        })),
        say('APT-18: nothing without', mine, false),
        say('APT-18: seeing alone', mine, true, { who: seeing }),
        ...['update', 'create'].map((action) =>
          say(`APT-18: no ${action} by seeing alone`, mine, false, { who: seeing, action }),
        ),
        say('APT-13: only mine', colleagues, false, { who }),
      ],
      { privileges: true },
    );
  });

  it('APT-11: the address that the sign-in is tied to is not the contact’s to write', () => {
    const own = policy(facts, settings).grants.find(({ id }) => id === 'contact.self');
    expect(own?.fields.edit).to.deep.equal(['firstName', 'lastName', 'jobTitle', 'phones']);
  });

  it('APT-17: a case that a contact makes has their customer and themselves set, and no field of staff', () => {
    const make = policy(facts, settings).grants.find(({ id }) => id === 'case.make');
    expect(make).to.deep.include({
      set: { customer: { var: 'principalCustomer' }, contacts: { var: 'contact' } },
      fields: { edit: ['subject', 'body', 'fields.casePriority'], required: ['subject'] },
    });
  });

  it('shows the custom fields that the settings name by label or tag', () => {
    const [reading] = policy(facts, {
      ...settings,
      visibleFields: ['Serial number', 'input_2'],
    }).grants.filter(({ id }) => id === 'case.mine');
    expect(reading?.fields.read).to.include.members(['fields.input_1', 'fields.input_2']);
  });
});

describe('An access to Apptivo', () => {
  /** Harry’s access, given for customer 501914, beside his contact as a page of Apptivo has it now. */
  const standing = (changed: object, bound = '501914'): Standing => {
    const [found] = contactRows(facts, settings)({ row: { ...harry, ...changed } });
    if (found?.kind !== 'contact') throw new Error('There is no contact.');
    return {
      id: 'a',
      personId: 'p',
      personState: 'active',
      connectionId: 'one',
      connectionTitle: 'One',
      connectionRemoved: false,
      contactId: found.id,
      contactExists: true,
      state: 'active',
      accepted: true,
      granted: [],
      logins: [],
      sharers: [],
      customers: [],
      zone: 'UTC',
      boundCustomer: bound,
      boundEmail: 'harry@porter.example',
      policy: policy(facts, settings),
      binds: plugin.signIn.binds,
      email: found.data.email ?? null,
      principal: found.data.principal ?? null,
    };
  };
  const why = (changed: object, bound?: string) =>
    whyNotCounting(standing(changed, bound), new Date('2025-06-10T12:00:00Z'));

  it('APT-3, APT-6: ends with the page that shows another customer, or none, for the old one and the new', () => {
    expect(why({})).to.equal(undefined);
    for (const accountId of [7, null])
      expect(why({ accountId }), String(accountId)).to.match(/principal customer/);
  });

  it('APT-7, APT-9: counts again only when it is given for the new customer', () => {
    expect(why({ accountId: 7 }, '501914')).to.match(/principal customer/);
    expect(why({ accountId: 7 }, '7')).to.equal(undefined);
  });

  it('APT-11: ends when the contact’s address changes', () => {
    expect(why({ emailAddresses: [{ emailAddress: 'new@porter.example' }] })).to.match(/e-mail address/);
  });
});
