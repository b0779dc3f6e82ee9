import { expect } from 'chai';

import type { Grant, Subject } from '../../../core/contract/contract.js';
import type { RowLink, SubjectRow } from '../../../core/access/subject-row.js';
import { componentOf, components } from '../../../plugins/opencrm/components.js';
import { plugin } from '../../../plugins/opencrm/plugin.js';
import { policy } from '../../../plugins/opencrm/policy.js';
import type { OpencrmSettings } from '../../../plugins/opencrm/settings.js';
import { byContact, holdPolicy, red, row, say, type Expectation } from '../policy-mutants.js';
import { facts, settings } from './opencrm-session.js';

const mine = [byContact()];
const others = [byContact('k2')];
const having = (...capabilities: string[]) => ({ who: { capabilities } });
const made = (changed: Partial<OpencrmSettings> = {}) => policy(facts, { ...settings, ...changed });

/** A record that is shown on the portal, unless it says otherwise. */
const shown = (
  module: Subject,
  columns: Record<string, unknown> = {},
  links: RowLink[] = mine,
  parents: SubjectRow[] = [],
): SubjectRow => row(module, { portal_visible: true, ...columns }, links, parents);
/** Whether an invoice goes by its contact, its company or either; whether a record without the tick is shown. */
interface Variant {
  by: 'contact' | 'company' | 'both';
  linkIsEnough: boolean;
}

const hidden = { portal_visible: false };
const unsaid = { portal_visible: null };

/** The three gates, the same for each module that names a person (opencrm.md §1). */
const gates = (
  module: 'ticket' | 'project' | 'quote' | 'salesOrder',
  linkIsEnough: boolean,
): Expectation[] => {
  const has = having(componentOf[module]);
  const fields = { sees: ['subject', 'number', 'status', 'customer'], hides: ['owner', 'fields.cf_812'] };
  return [
    say(`O-02, O-23: a ${module} that is linked to me and shown`, shown(module), true, { ...has, ...fields }),
    say(`O-23: no ${module} of others`, shown(module, {}, others), false, has),
    say(
      `O-23: no ${module} of others in my company`,
      shown(module, { customer_id: 'c1' }, others),
      false,
      has,
    ),
    say(`O-23: no ${module} that is not shown`, shown(module, hidden), false, has),
    say(`O-23: a ${module} of which nothing is said`, shown(module, unsaid), linkIsEnough, has),
    say(`O-05: no ${module} without its component`, shown(module), false, having('component:details')),
  ];
};

const helpdesk = having('component:helpdesk');
const projects = having('component:projects');
const documents = having('component:documents');
const invoices = having('component:invoices');

const details: Expectation[] = [
  say('O-01: my own details', row('contact', { external_id: 'k1' }), true, {
    sees: ['firstName', 'email', 'fields.mailingcity'],
    hides: ['fields.cf_1', 'createdAt'],
  }),
  say('O-01: no details of a colleague', row('contact', { external_id: 'k2' }), false),
  say('O-01: my company', row('customer', { external_id: 'c1' }), true, {
    sees: ['name', 'addresses'],
    hides: ['fields.outstanding_balance'],
  }),
  say('O-01: no other company', row('customer', { external_id: 'c2' }), false, having('component:details')),
  ...(['contact', 'customer'] as const).flatMap((subject): Expectation[] => {
    const own = row(subject, { external_id: subject === 'contact' ? 'k1' : 'c1' });
    const update = { action: 'update', ...having('component:details') };
    return [
      say(`O-22: I change my ${subject}`, own, true, update),
      say(`O-22: not without My Details (${subject})`, own, false, { action: 'update' }),
      say(`O-22: no other ${subject}`, row(subject, { external_id: 'z' }), false, update),
    ];
  }),
  say('O-45: who may sign completes their details', row('contact', { external_id: 'k1' }), true, {
    action: 'update',
    ...having('esign'),
  }),
  say('O-45: and not those of another', row('contact', { external_id: 'k2' }), false, {
    action: 'update',
    ...having('esign'),
  }),
  say('O-49: who may not sign is not asked to', row('contact', { external_id: 'k1' }), false, {
    action: 'update',
    ...having('component:salesorders'),
  }),
];

const ticketLines: Expectation[] = [
  say('O-24: I see my ticket with its solution', shown('ticket'), true, {
    ...helpdesk,
    sees: ['body', 'fields.priority', 'fields.solution'],
    hides: ['fields.support_queue', 'fields.tech_solution'],
  }),
  say('O-25: with comments and files', shown('ticket'), true, { ...helpdesk, sees: ['comments', 'files'] }),
  ...(['comment', 'upload'] as const).flatMap((action) => [
    say(`O-25, O-26, O-30: ${action} on my ticket`, shown('ticket'), true, { action, ...helpdesk }),
    say(`O-25: no ${action} on another's`, shown('ticket', {}, others), false, { action, ...helpdesk }),
  ]),
  say('O-03, O-24: I log a ticket in my name', shown('ticket'), true, { action: 'create', ...helpdesk }),
  say("O-03: none in another's name", shown('ticket', {}, others), false, { action: 'create', ...helpdesk }),
  say('O-05: none without Helpdesk', shown('ticket'), false, { action: 'create', ...documents }),
];

const projectLines: Expectation[] = [
  say('O-53: I see my project with its comments', shown('project'), true, {
    ...projects,
    sees: ['comments', 'dates.start', 'type', 'statusGroup', 'fields.projectnum'],
    hides: ['fields.budget', 'fields.private', 'fields.projpriority', 'fields.showdocsonportal'],
  }),
  say('O-54: I comment on one under way', shown('project', { status_group: 'open' }), true, {
    action: 'comment',
    ...projects,
  }),
  say('O-54: not on a closed one', shown('project', { status_group: 'closed' }), false, {
    action: 'comment',
    ...projects,
  }),
  say("O-54: not on another's", shown('project', { status_group: 'open' }, others), false, {
    action: 'comment',
    ...projects,
  }),
  say('O-54: not without Projects', shown('project', { status_group: 'open' }), false, {
    action: 'comment',
    ...documents,
  }),
  say('O-30, O-54: I add documents to it', shown('project', { status_group: 'closed' }), true, {
    action: 'upload',
    ...projects,
  }),
  say(
    'O-38: a project of the type Documents is in no list',
    shown('project', { type: 'Documents' }),
    false,
    projects,
  ),
];

const invoice = (columns: Record<string, unknown> = {}, links: RowLink[] = []) =>
  shown('invoice', { customer_id: 'c1', status: 'Sent', ...columns }, links);

const invoiceLines = (by: Variant['by'], linkIsEnough: boolean): Expectation[] => [
  say('O-02, O-41: an outstanding invoice of my company', invoice(), by !== 'contact', invoices),
  say('O-02, O-23, O-41: a paid one', invoice({ status: 'Paid' }, mine), true, invoices),
  say('O-40: with its terms, dates and extra details', invoice({}, mine), true, {
    ...invoices,
    sees: [
      'fields.terms_conditions',
      'fields.customerno',
      'fields.bill_city',
      'amount',
      'dates.due',
      'dates.paid',
    ],
    hides: ['owner', 'fields.cf_5'],
  }),
  say('O-58: and each date that it is searched by', invoice({}, mine), true, {
    ...invoices,
    sees: ['createdAt', 'dates.due', 'dates.paid', 'dates.issued'],
  }),
  say(
    'O-41: one that names me, of another company',
    invoice({ customer_id: 'c2' }, mine),
    by !== 'company',
    invoices,
  ),
  say('O-41: one that names nobody of mine', invoice({ customer_id: 'c2' }, others), false, invoices),
  say('O-63: I download it', invoice({}, mine), true, { action: 'download', ...invoices }),
  ...['Cancelled', 'Draft'].map((status) =>
    say(`O-41: none that is ${status}`, invoice({ status }, mine), false, invoices),
  ),
  say('O-23: none that is not shown', invoice(hidden, mine), false, invoices),
  say('O-23: one of which nothing is said', invoice(unsaid, mine), linkIsEnough, invoices),
  say('O-05: none without Invoices', invoice({}, mine), false, documents),
];

const signLines = (kind: 'quote' | 'salesOrder', status: string): Expectation[] => {
  const order = (columns: Record<string, unknown> = {}, links = mine) =>
    shown(kind, { status, fields: { component: componentOf[kind] }, ...columns }, links);
  const signing = { action: 'sign', ...having('esign', componentOf[kind]) };
  const rules = kind === 'quote' ? 'O-42, O-51' : 'O-04, O-46';
  return [
    say(`${rules}: I sign an open ${kind}`, order(), true, signing),
    say(
      `${rules.split(', ')[1]}, O-48, O-51: not one that is signed`,
      order({ status: 'eSigned' }),
      false,
      signing,
    ),
    say(`O-04, O-51: not another's (${kind})`, order({}, others), false, signing),
    say('O-23: not one that is not shown', order(hidden), false, signing),
    say(`O-49, O-51: not without eSign (${kind})`, order(), false, {
      action: 'sign',
      ...having(componentOf[kind]),
    }),
    say(`O-49: which does not hide it (${kind})`, order(), true, having(componentOf[kind])),
    say(`O-42, O-49: and not by eSign alone (${kind})`, order(), false, having('esign')),
    say(`O-05: not without its component (${kind})`, order(), false, { action: 'sign', ...having('esign') }),
    say(`O-63: I download it (${kind})`, order(), true, { action: 'download', ...having(componentOf[kind]) }),
  ];
};

const inFolder = { folder: 'Manuals' };
const project = (columns: Record<string, unknown> = {}, links = mine) =>
  shown('project', { fields: { showdocsonportal: true }, ...columns }, links);
const doc = (columns: Record<string, unknown> = {}, links: RowLink[] = [], parents: SubjectRow[] = []) =>
  shown('document', columns, links, parents);

const documentLines = (by: Variant['by'], linkIsEnough: boolean): Expectation[] => [
  say('O-33, O-02: a public document in a folder', doc({ public: true, ...inFolder }), true, {
    ...documents,
    sees: ['folder', 'files', 'subject'],
    hides: ['contacts'],
  }),
  say('O-33: whoever it is linked to', doc({ public: true, ...inFolder }, others), true, documents),
  say('O-33: not shown on the portal', doc({ public: true, ...inFolder, ...hidden }), false, documents),
  say('O-33: not ticked as public', doc(inFolder), false, documents),
  say('O-35: public, in no folder', doc({ public: true }), false, documents),
  say('O-34: a private document in a folder', doc(inFolder, mine), true, documents),
  say('O-34: of another', doc(inFolder, others), false, documents),
  say('O-34: not shown on the portal', doc({ ...inFolder, ...hidden }, mine), false, documents),
  say('O-35: private, in no folder', doc({}, mine), false, documents),
  say('O-36: of my project, in no folder', doc({}, [], [project()]), true, documents),
  say(
    'O-36: though the project is not shown',
    doc({}, [], [project({ ...hidden, fields: {} })]),
    true,
    documents,
  ),
  say(
    'O-38, O-36: of my project of documents',
    doc({}, [], [project({ type: 'Documents' })]),
    true,
    documents,
  ),
  say("O-36: not of another's project", doc({}, [], [project({}, others)]), false, documents),
  say('O-36: not of something else of mine', doc({}, [], [row('event', {}, mine)]), false, documents),
  say('O-36: not shown on the portal', doc(hidden, [], [project()]), false, documents),
  ...[doc({ public: true, ...inFolder }), doc(inFolder, mine), doc({}, [], [project({ fields: {} })])].map(
    (each) => say('O-05: without Documents', each, false, projects),
  ),
  say('O-37: on the page of my project', doc({}, [], [project()]), true, projects),
  say('O-37: its attachment is downloaded', doc({}, [], [project()]), true, {
    action: 'download',
    ...projects,
  }),
  say(
    'O-37: the project does not show its documents',
    doc({}, [], [project({ fields: {} })]),
    false,
    projects,
  ),
  say('O-37: the project is not shown itself', doc({}, [], [project(hidden)]), false, projects),
  say('O-37: the document is not shown', doc(hidden, [], [project()]), false, projects),
  say('O-37: the project does not say', doc({}, [], [project(unsaid)]), linkIsEnough, projects),
  say('O-37: the document does not say', doc(unsaid, [], [project()]), false, projects),
  say("O-37: another's project", doc({}, [], [project({}, others)]), false, projects),
  say('O-37: without Projects', doc({}, [], [project()]), false, helpdesk),
  say(
    'O-38: a project of documents has no page',
    doc({}, [], [project({ type: 'Documents' })]),
    false,
    projects,
  ),
  ...(['ticket', 'quote', 'salesOrder', 'invoice'] as const).flatMap((kind): Expectation[] => {
    const has = having(componentOf[kind]);
    const ofNobody = { customer_id: kind === 'invoice' && by === 'company' ? 'c1' : 'c2' };
    const of = (columns: Record<string, unknown> = {}, links = mine) => [
      shown(kind, { status: 'Open', ...ofNobody, ...columns }, links),
    ];
    return [
      say(`O-66: tied to my ${kind}`, doc({}, [], of()), true, has),
      say(`O-66: tied to my ${kind}, not shown itself`, doc(hidden, [], of()), false, has),
      say(`O-66: tied to a ${kind} that is not shown`, doc({}, [], of(hidden)), false, has),
      say(`O-66: tied to a ${kind} of which nothing is said`, doc({}, [], of(unsaid)), linkIsEnough, has),
      say(`O-66: tied to a ${kind} of another`, doc({}, [], of({ customer_id: 'c2' }, others)), false, has),
      say(`O-66: tied to a ${kind}, without its component`, doc({}, [], of()), false, documents),
    ];
  }),
  say('O-66: tied to an invoice of my company', doc({}, [], [invoice()]), by !== 'contact', invoices),
  say(
    'O-66: tied to an invoice that is cancelled',
    doc({}, [], [invoice({ status: 'Cancelled' }, mine)]),
    false,
    invoices,
  ),
  ...(['create', 'upload'] as const).flatMap((action) => [
    say(`O-27, O-28, O-30: ${action} of a document of mine`, doc({ folder: 'Uploads' }, mine), true, {
      action,
      ...documents,
    }),
    say(`O-28: no ${action} of another's`, doc({ folder: 'Uploads' }, others), false, {
      action,
      ...documents,
    }),
    say(`O-30: no ${action} among what staff put up`, doc(inFolder, mine), false, { action, ...documents }),
    say(`O-05: no ${action} without Documents`, doc({ folder: 'Uploads' }, mine), false, {
      action,
      ...projects,
    }),
  ]),
];

const knowledge = having('component:knowledgebase');
const faq = (columns: Record<string, unknown> = {}) =>
  row('faq', { public: true, status: 'Published', ...columns });
const faqLines: Expectation[] = [
  say('O-59, O-60: a published FAQ with question, answer, category, product', faq(), true, {
    ...knowledge,
    sees: ['subject', 'body', 'fields.category', 'fields.product'],
    hides: ['owner', 'comments'],
  }),
  say('O-60, O-69: one that is a draft', faq({ status: 'Draft' }), false, knowledge),
  say('O-60: one that was withdrawn', faq({ status: 'Obsolete' }), false, knowledge),
  say('O-69: one that is for staff', faq({ public: false }), false, knowledge),
  say('O-61: without Knowledgebase', faq(), false, helpdesk),
  say('O-70: a link for registered users', row('link', { public: true }), true, {
    ...having('component:registered'),
    sees: ['subject', 'fields.url'],
  }),
  say('O-70: without that component', row('link', { public: true }), false, knowledge),
  say('O-70: one that is not for everybody', row('link', {}), false, having('component:registered')),
];

const table = ({ by, linkIsEnough }: Variant): Expectation[] => [
  ...details,
  ...(['ticket', 'project', 'quote', 'salesOrder'] as const).flatMap((module) => gates(module, linkIsEnough)),
  ...ticketLines,
  ...projectLines,
  ...invoiceLines(by, linkIsEnough),
  ...signLines('salesOrder', 'Open'),
  ...signLines('quote', 'Delivered'),
  ...documentLines(by, linkIsEnough),
  ...faqLines,
  ...(['event', 'opportunity', 'product', 'priceBook'] as const).map((module) =>
    say(`O-05: no ${module} by any component`, shown(module, { public: true, customer_id: 'c1' }), false, {
      ...having('esign', ...Object.keys(components)),
    }),
  ),
];

const normal = table({ by: 'both', linkIsEnough: false });

/** The lines of one rule: its number stands in the part before the colon. */
const linesOf = (number: string): Expectation[] =>
  normal.filter(({ name }) => name.slice(0, name.indexOf(':')).split(', ').includes(number));

/** Proves the lines of one rule. */
const proves = (number: string, says: string): void =>
  void it(`${number}: ${says}`, () => {
    expect(linesOf(number)).not.to.have.length(0);
    expect(red(made(), linesOf(number))).to.deep.equal([]);
  });

const grantOf = (id: string, changed: Partial<OpencrmSettings> = {}): Grant => {
  const found = made(changed).grants.find((each) => each.id === id);
  if (!found) throw new Error(`no grant ${id}`);
  return found;
};

describe('OpenCRM policy', () => {
  proves('O-01', 'a person always sees their own details and company');
  proves('O-02', 'a person sees what is linked to them, in each module that is open to them');
  proves('O-03', 'a person logs tickets in their own name alone');
  proves('O-04', 'a person with eSign signs their own open sales order');
  proves('O-05', 'nothing of a module without its component, by whatever action');
  proves('O-22', 'a person with My Details changes their own details and those of their company');
  proves('O-23', 'a record shows only if it is linked to the person and ticked for the portal');
  proves('O-24', 'a person with Helpdesk sees their tickets and logs new ones');
  proves('O-25', 'a ticket has comments and files, for the person it is linked to');
  proves('O-26', 'a person attaches documents to their ticket');
  proves('O-27', 'a person with Documents uploads one');
  proves('O-28', 'an upload is linked to the person who makes it, never to another');
  proves('O-30', 'uploads go to the Documents section, a project and a ticket');
  proves('O-33', 'a public document needs the tick, the public mark and a folder, and no link');
  proves('O-34', 'a private document needs the tick, the link and a folder');
  proves('O-35', 'a document in no folder is in neither list');
  proves('O-36', 'a document of my project needs no folder, and the project no tick');
  proves('O-37', 'a document shows on the page of a project that shows its documents');
  proves('O-38', 'a project of the type Documents is no project, and its documents are mine');
  proves('O-40', 'an invoice shows its terms and its extra details');
  proves('O-41', 'an invoice of my company shows when it is paid or outstanding');
  proves('O-42', 'a quote shows to the contact it is linked to');
  proves('O-46', 'an open order of mine can be approved');
  proves('O-48', 'what is signed is not signed again');
  proves('O-49', 'without eSign there is nothing to complete or approve, and the order still shows');
  proves('O-51', 'an open quote is signed like an order');
  proves('O-53', 'a person with Projects sees their projects');
  proves('O-54', 'a person comments on a project under way, and adds documents to it');
  proves('O-58', 'an invoice shows each date that it is searched by');
  proves('O-59', 'an FAQ shows question, answer, category and product');
  proves('O-60', 'an FAQ shows only while it is Published');
  proves('O-61', 'an FAQ shows only with Knowledgebase');
  proves('O-63', 'invoices, quotes and sales orders are downloaded too');
  proves('O-66', 'a document shows on the page of what it is tied to, where that shows');
  proves('O-69', 'an FAQ that is not published stays with staff');
  proves('O-70', 'links for registered users need their component');

  it('O-01 to O-05: each part of the policy is needed by the rule it names', () =>
    holdPolicy(made(), normal));

  it('O-41: invoices go by the contact or by the company where the tenant says so', () => {
    for (const by of ['contact', 'company'] as const)
      holdPolicy(made({ invoicesBy: by }), table({ by, linkIsEnough: false }));
  });

  it('O-23: where answers have no tick the link alone is enough, if the tenant says so', () => {
    holdPolicy(made({ linkIsEnough: true }), table({ by: 'both', linkIsEnough: true }));
  });

  it('O-05: a component that everybody has is asked of nobody, and granted to nobody', () => {
    const everybody: Partial<OpencrmSettings> = {
      components: ['component:helpdesk', 'component:salesorders'],
    };
    const lines = [
      say('O-05: helpdesk', shown('ticket'), true),
      say('O-05: but no quotes', shown('quote'), false),
      say('O-04: signing', shown('salesOrder', { status: 'Open' }), true, {
        action: 'sign',
        ...having('esign'),
      }),
      say('O-49: not without eSign', shown('salesOrder', { status: 'Open' }), false, { action: 'sign' }),
    ];
    expect(red(made(everybody), lines)).to.deep.equal([]);
    const granted = plugin.signIn
      .granted?.(facts, { ...settings, ...everybody })
      .map(({ capability }) => capability);
    expect(granted).to.have.length(7).and.include('component:quotes').and.not.include('component:helpdesk');
    expect(plugin.signIn.granted?.(facts, settings).map(({ capability }) => capability)).to.deep.equal(
      Object.keys(components),
    );
  });

  it('O-02: a module that OpenCRM does not let us read is in no grant', () => {
    const { ticket: _, ...modules } = facts.modules;
    const { grants } = policy({ ...facts, modules }, settings);
    expect(
      grants.filter(({ module, when }) => module === 'ticket' || JSON.stringify(when).includes('ticket')),
    ).to.deep.equal([]);
  });

  it('O-03: a new ticket names the person and their company, and is shown', () => {
    const { set, fields } = grantOf('ticket.log');
    expect(set).to.deep.equal({
      contacts: { var: 'contact' },
      customer: { var: 'customer' },
      portalVisible: true,
    });
    expect(fields.required).to.deep.equal(['subject']);
  });

  it('O-27: an upload needs a title and a description', () => {
    expect(grantOf('document.upload').fields).to.deep.equal({
      edit: ['subject', 'body'],
      required: ['subject', 'body'],
    });
  });

  it('O-28, O-64: an upload is linked to the person and to their company, and lies where they find it', () => {
    expect(grantOf('document.upload', { uploadFolder: 'From you' }).set).to.deep.equal({
      contacts: { var: 'contact' },
      customer: { var: 'principalCustomer' },
      folder: 'From you',
      portalVisible: true,
    });
  });

  it('O-44: the assigned user hears of views and downloads where the switch of the module is on', () => {
    const told = (changed: Partial<OpencrmSettings>) =>
      made(changed)
        .grants.filter(({ obligations = [] }) => obligations.includes('notify.viewed'))
        .map(({ id, actions, obligations }) => [id, actions, obligations]);
    expect(told({})).to.deep.equal([]);
    for (const [kind, id] of [
      ['invoice', 'invoice.offered'],
      ['quote', 'quote.linked-to-me'],
      ['salesOrder', 'salesOrder.linked-to-me'],
    ] as const)
      expect(told({ notifyOwners: [kind] })).to.deep.equal([
        [id, ['read', 'download'], ['notify.viewed', 'notify.downloaded']],
      ]);
  });

  it('O-45, O-47: signing asks for complete details and for the PIN', () => {
    for (const id of ['salesOrder.sign', 'quote.sign'])
      expect(grantOf(id).obligations).to.deep.equal(['contact.complete', 'pin']);
    const required = [
      'firstName',
      'lastName',
      'fields.mailingstreet',
      'fields.mailingcity',
      'fields.mailingzip',
    ];
    expect(grantOf('contact.complete-to-sign').fields).to.deep.equal({ edit: required, required });
    expect(grantOf('contact.complete-to-sign', { signFields: ['lastName'] }).fields.required).to.deep.equal([
      'lastName',
    ]);
  });

  it('O-65: the three views of the Documents section are three grants', () => {
    const views = made()
      .grants.filter(
        ({ needs = [], actions }) => needs.includes('component:documents') && actions.includes('read'),
      )
      .map(({ id }) => id);
    expect(views).to.deep.equal(['document.public', 'document.private', 'document.mine']);
  });
});
