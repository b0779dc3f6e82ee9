import { expect } from 'chai';

import type { Me } from '../../../core/access/access.js';
import { lintPolicy } from '../../../core/access/lint-policy.js';
import type { SubjectRow } from '../../../core/access/subject-row.js';
import type { Facts } from '../../../core/contract/contract.js';
import { vendorFacts } from '../../../plugins/crm-service/discover.js';
import { policy } from '../../../plugins/crm-service/policy.js';
import type { Profile } from '../../../plugins/crm-service/profiles.js';
import { byContact, holdPolicy, member, red, row, say, type Expectation } from '../policy-mutants.js';
import { crmServer, settings } from './crm-server.js';
import { rantapuu, relations } from './rantapuu.js';

const keyContact: Partial<Me> = { capabilities: ['profile:3'] };
const admin: Partial<Me> = { capabilities: ['profile:3', 'admin', 'admin:3'] };
const everybody: Partial<Me> = { capabilities: ['profile:4'] };

const own = (module: SubjectRow['subject'], columns: Record<string, unknown> = {}) =>
  row(module, { customer_id: 'c1', ...columns });
const others = (module: SubjectRow['subject'], columns: Record<string, unknown> = {}) =>
  row(module, { customer_id: 'c2', ...columns }, [byContact()]);
const myTicket = row('ticket', { customer_id: 'c1' }, [byContact()]);
const theirTicket = own('ticket');
const me = row('contact', { external_id: 'k1', principal: 'c1' }, [member('customer', 'c1')]);
const colleague = row('contact', { external_id: 'k2', principal: 'c1' }, [member('customer', 'c1')]);
const stranger = row('contact', { external_id: 'k3', principal: 'c2' }, [member('customer', 'c2')]);
const myCompany = row('customer', { external_id: 'c1' });
const otherCompany = row('customer', { external_id: 'c2' });

/** Shown to whom the profile opens it, and to nobody else; what is other people's to nobody. */
const opens = (
  numbers: string,
  { mine, foreign, action = 'read' }: { mine: SubjectRow; foreign: SubjectRow; action?: string },
): Expectation[] => [
  say(`${numbers}: ${action} ${mine.subject} where the profile opens it`, mine, true, {
    action,
    who: keyContact,
  }),
  say(`${numbers}: ${action} ${mine.subject} of nobody else`, foreign, false, { action, who: keyContact }),
  say(`C-26: ${action} ${mine.subject} with another profile`, mine, false, {
    action,
    who: { capabilities: ['profile:9'] },
  }),
];

const dates = (opens: string, closes: string, end = '2026-12-24T12:00:00Z') => ({
  dates: { registrationOpens: opens, registrationCloses: closes, end },
});
const openNow = dates('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z');
const listedEvent = row('event', { public: true, ...openNow });
const secretEvent = row('event', { public: false, ...openNow });
const invited = row('event', { public: false, ...openNow }, [byContact()]);
const registering = (name: string, event: SubjectRow, allow: boolean) =>
  say(name, event, allow, { action: 'register', who: keyContact });

const people: Expectation[] = [
  say('C-05: oneself, with name and e-mail, even without a profile (D3)', me, true, {
    sees: ['firstName', 'lastName', 'email'],
    hides: ['phones'],
  }),
  say('C-07: nobody else without a profile', colleague, false),
  say('C-05: all of oneself that the profile opens', me, true, {
    who: keyContact,
    sees: ['phones'],
  }),
  say('C-05: updating oneself', me, true, { action: 'update', who: keyContact }),
  say('C-05: no update of anybody else', colleague, false, { action: 'update', who: keyContact }),
  say('C-05, C-26: no update without the profile', me, false, { action: 'update' }),
  say('C-21: a colleague, for an admin', colleague, true, { who: admin, sees: ['email', 'phones'] }),
  say('C-21: an admin edits colleagues', colleague, true, { action: 'update', who: admin }),
  say('C-23: no colleagues without the flag', colleague, false, { who: keyContact }),
  say('C-23: no edit without the flag', colleague, false, { action: 'update', who: keyContact }),
  say('C-23: an admin reaches no other company', stranger, false, { who: admin }),
  say('C-22: an admin adds people to their own company', colleague, true, { action: 'create', who: admin }),
  say('C-22: and to no other', stranger, false, { action: 'create', who: admin }),
  say('C-23: nobody else adds people', colleague, false, { action: 'create', who: keyContact }),
  say('C-21: admin by a user whose profile is another opens nothing (D2)', colleague, false, {
    who: { capabilities: ['profile:3', 'admin', 'admin:9'] },
  }),
  ...opens('C-06, C-07', { mine: myCompany, foreign: otherCompany }),
  say('C-06: the company is updated where the profile says so', myCompany, true, {
    action: 'update',
    who: keyContact,
  }),
  say('C-27: fields without a word of the profile are hidden', myCompany, true, {
    who: keyContact,
    sees: ['name', 'phones'],
    hides: ['email', 'number', 'fields.notes', 'fields.internal_notes'],
  }),
];

const records: Expectation[] = [
  ...opens('C-08, C-15', { mine: myTicket, foreign: theirTicket }),
  ...['download', 'comment', 'upload', 'update', 'create'].flatMap((action) =>
    opens('C-08', { mine: myTicket, foreign: theirTicket, action }),
  ),
  ...(['invoice', 'quote', 'salesOrder', 'opportunity', 'project'] as const).flatMap((module) =>
    opens('C-15', { mine: own(module), foreign: others(module) }),
  ),
  say('C-27: internal notes never, and no other field of its own accord', own('invoice'), true, {
    who: keyContact,
    sees: ['subject', 'amount', 'status', 'fields.cf_cost_centre'],
    hides: ['fields.internal_notes', 'dates.due', 'number', 'owner', 'lines'],
  }),
  ...opens('C-11', {
    mine: own('invoice', { status_group: 'open' }),
    foreign: others('invoice'),
    action: 'pay',
  }),
  say('C-11: what is paid is not paid again', own('invoice', { status_group: 'closed' }), false, {
    action: 'pay',
    who: keyContact,
  }),
  ...opens('C-14', { mine: own('salesOrder'), foreign: others('salesOrder'), action: 'create' }),
  ...opens('C-14', { mine: row('product', { public: true }), foreign: row('product', { public: false }) }),
  ...opens('C-13', {
    mine: row('priceBook', { public: true }),
    foreign: row('priceBook', { public: false }),
  }),
  ...['read', 'download'].flatMap((action) => [
    ...opens('C-15', { mine: own('document'), foreign: row('document', { customer_id: 'c2' }), action }),
    say(`C-15: ${action} a document of mine`, others('document'), true, { action, who: keyContact }),
  ]),
  ...opens('C-36', { mine: listedEvent, foreign: secretEvent }),
  ...opens('C-36', { mine: invited, foreign: secretEvent }),
  say("C-36: who else is on the list is nobody's business", invited, true, {
    who: keyContact,
    hides: ['contacts'],
  }),
  ...opens('C-09', { mine: listedEvent, foreign: secretEvent, action: 'register' }),
  registering('C-36: who is invited may register', invited, true),
  registering(
    'C-37: not before registration opens',
    row('event', { public: true, ...dates('2026-11-21T12:00:01Z', '2026-12-01T00:00:00Z') }),
    false,
  ),
  registering(
    'C-37: not from its closing on',
    row('event', { public: true, ...dates('2026-11-01T00:00:00Z', '2026-11-21T12:00:00Z') }),
    false,
  ),
  registering(
    'C-37: not when it is over',
    row('event', { public: true, dates: { end: '2026-11-20T12:00:00Z' } }),
    false,
  ),
  registering('C-37: at any time where no time is set', row('event', { public: true, dates: {} }), true),
  say(
    'C-36: and it is listed all the same',
    row('event', { public: true, ...dates('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z') }),
    true,
    { who: keyContact },
  ),
  say('C-16: the links of my portal', row('link', { public: true, type: '1' }), true, {
    who: keyContact,
    sees: ['subject', 'fields.url'],
  }),
  say('C-16: not those of another', row('link', { public: true, type: '2' }), false, { who: keyContact }),
  say('C-16: nor any that are not shown', row('link', { public: false, type: '1' }), false, {
    who: keyContact,
  }),
  say('C-16: none without a profile', row('link', { public: true, type: '1' }), false),
];

describe('CRM-service policy', () => {
  let facts: Facts;
  const withProfiles = (...profiles: Profile[]): Facts => ({
    ...facts,
    vendor: { ...vendorFacts(facts), profiles },
  });
  const profile = (id: string): Profile => {
    const found = vendorFacts(facts).profiles.find((each) => each.id === id);
    if (!found) throw new Error(`no profile ${id}`);
    return found;
  };
  const green = (given: Facts, lines: Expectation[], changed = {}) => {
    const made = policy(given, { ...settings, ...changed });
    expect(lintPolicy(made)).to.deep.equal([]);
    expect(red(made, lines)).to.deep.equal([]);
  };
  before(async () => void (facts = await crmServer(rantapuu(), { relations }).discover()));

  it('C-05 to C-16: shows what the profile opens, of mine and of my account, and nothing else', () => {
    holdPolicy(policy(withProfiles(profile('3')), settings), [...people, ...records]);
  });

  it('C-21, C-22, C-23: Admin reaches the people of the own company, as far as its profile goes', () => {
    green(facts, people);
    const closed = { ...profile('3'), modules: ['tickets'] };
    green(withProfiles(closed), [
      say('D2', colleague, false, { who: admin }),
      say('D2', colleague, false, { who: admin, action: 'create' }),
    ]);
    const addsOnly = { ...profile('3'), actions: { contacts: ['create'] } };
    green(withProfiles(addsOnly), [
      say('C-28', colleague, false, { who: admin, action: 'update' }),
      say('C-28', colleague, true, { who: admin, action: 'create' }),
      say('C-28', stranger, false, { who: admin, action: 'create' }),
    ]);
  });

  it('C-25, C-29: two profiles of one company differ in lists, fields and actions', () => {
    const invoice = own('invoice');
    green(facts, [
      say('A', invoice, true, { who: keyContact }),
      say('B', invoice, false, { who: everybody }),
      say('A', myCompany, true, { who: keyContact, action: 'update', sees: ['phones'] }),
      say('B', myCompany, false, { who: everybody, action: 'update' }),
      say('B', myCompany, true, { who: everybody, sees: ['name'], hides: ['phones'] }),
    ]);
  });

  it('C-26, C-27, C-28: what a profile does not name is closed: modules, fields and actions', () => {
    green(facts, [
      say('module', own('quote'), false, { who: everybody }),
      say('field', me, true, { who: everybody, sees: ['firstName', 'email'], hides: ['phones'] }),
      say('action', myTicket, true, { who: everybody }),
      ...['create', 'update', 'comment'].map((action) =>
        say(action, myTicket, false, { who: everybody, action }),
      ),
      say('action', listedEvent, false, { who: everybody, action: 'register' }),
      say('action', me, false, { who: everybody, action: 'update' }),
    ]);
  });

  it('C-32: only fields that are visible and editable are edited, and never what a person signs in with', () => {
    const made = policy(facts, settings);
    const edit = (id: string) => made.grants.find((each) => each.id === id)?.fields.edit;
    expect(edit('customer.own.3')).to.deep.equal(['phones']);
    expect(edit('contact.self.4')).to.deep.equal([]);
    expect(edit('contact.self.3')).to.include('phones').and.not.include('email');
    expect(edit('contact.add.3')).to.include('email');
  });

  it('C-15: reseller or end customer alone show nothing, nor does a foreign account that names me', () => {
    green(facts, [
      say('mine, another account', others('invoice'), false, { who: keyContact }),
      say('no account', row('invoice', {}, [byContact()]), false, { who: keyContact }),
    ]);
  });

  it("C-08: by setting, the account's support requests are shown too, and still not changed", () => {
    const only = { ...profile('3'), modules: ['tickets'], portal: '9', fields: {} };
    const lines = [
      ...opens('C-08', { mine: theirTicket, foreign: row('ticket', { customer_id: 'c2' }) }),
      ...opens('C-08', {
        mine: theirTicket,
        foreign: row('ticket', { customer_id: 'c2' }),
        action: 'download',
      }),
      ...['read', 'download', 'comment', 'upload', 'update', 'create'].flatMap((action) =>
        opens('C-08', {
          mine: row('ticket', { customer_id: 'c2' }, [byContact()]),
          foreign: row('ticket', {}),
          action,
        }),
      ),
      say('C-08: not changed', theirTicket, false, { action: 'update', who: keyContact }),
      say('C-05, C-07: oneself', me, true, { sees: ['email'] }),
      say('C-05, C-07: nobody else', colleague, false),
      say('C-16: links', row('link', { public: true, type: '9' }), true, { who: keyContact }),
      say('C-16: of my portal', row('link', { public: true, type: '1' }), false, { who: keyContact }),
      say('C-16: hidden', row('link', { public: false, type: '9' }), false, { who: keyContact }),
      say('C-16: without a profile', row('link', { public: true, type: '9' }), false),
    ];
    holdPolicy(policy(withProfiles(only), { ...settings, tickets: 'account' }), lines);
  });

  it('C-33: of people who share an address, none is let in', () => {
    expect(policy(facts, settings).duplicates).to.equal('none');
  });

  it('C-37: where the CRM has no registration times, nobody registers here', async () => {
    const held = rantapuu();
    for (const event of held['mass_events'] ?? []) delete event['registration_end'];
    green(await crmServer(held).discover(), [registering('closed', listedEvent, false)]);
  });

  it('C-26: a CRM without profiles shows people to themselves alone', async () => {
    const made = policy(await crmServer(rantapuu(), { forbidden: ['portal_profiles'] }).discover(), settings);
    expect(made.grants.map(({ id }) => id)).to.deep.equal(['contact.self']);
  });
});
