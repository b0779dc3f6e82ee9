import { expect } from 'chai';

import type { Subject } from '../../../core/contract/contract.js';
import { keepComment } from '../../../core/records/keep-comment.js';
import { changeKeptRecord, removeKeptRecord, type KeptPlace } from '../../../core/records/keep-record.js';
import { keepStory } from './keep-story.js';
import { everything, openStoryHub, people, type Somebody, type StoryHub } from './story-hub.js';

const component = (name: string): string => `component:${name}`;

describe('what OpenCRM itself shows a portal user', () => {
  let story: StoryHub;
  let place: (subject: string) => KeptPlace;

  before(async () => {
    story = await openStoryHub();
    await story.learn();
    for (const who of Object.keys(people) as Somebody[]) await story.letIn(who, granted[who] ?? everything);
    place = await keepStory(story);
  });
  after(async function () {
    if (this.test?.parent?.tests.every((each) => each.isPassed())) await story.close();
    else await Promise.all([story.vendor.close(), story.hub.database.close()]);
  });

  /** Who has less than everything. */
  const granted: Partial<Record<Somebody, string[]>> = {
    carla: [component('salesorders')],
    una: [component('projects'), component('helpdesk')],
    yara: [component('helpdesk'), component('knowledgebase')],
    zoe: [component('helpdesk')],
  };
  const all = async (who: Somebody): Promise<Record<string, string[]>> => {
    const found: Record<string, string[]> = {};
    for (const module of subjects) {
      const ids = await story.sees(who, module);
      if (ids.length) found[module] = ids;
    }
    return found;
  };
  const valuesOf = async (who: Somebody, module: Subject, name: string) => {
    const page = await story.opens(who, module, name);
    if (typeof page === 'string') throw new Error(`${who} cannot open ${name}: ${page}`);
    return page.values;
  };
  const viewsOf = async (who: Somebody, name: string) => {
    const page = await story.opens(who, 'document', name);
    return typeof page === 'string' ? page : [...page.grants].sort();
  };
  const hidden = 'RECORD_NOT_FOUND';

  it('O-01: is their own details and those of their company, whatever was granted', async () => {
    expect(await all('carla')).to.deep.equal({
      customer: ['48101'],
      contact: ['48202'],
      salesOrder: ['52050'],
    });
    expect(await valuesOf('carla', 'contact', '48202')).to.include({
      firstName: 'Carla',
      lastName: 'Díaz',
      'fields.mailingcity': 'Manchester',
    });
    expect(await story.opens('carla', 'contact', '48201')).to.equal(hidden);
    expect(await story.opens('carla', 'customer', '48102')).to.equal(hidden);
    expect(await story.sees('una', 'customer')).to.deep.equal([]);
  });

  it('O-02, O-23, O-41, O-42, O-49, O-53: is what is linked and ticked, of every module', async () => {
    expect(await all('priya')).to.deep.equal({
      customer: ['48102'],
      contact: ['48213'],
      ticket: ['51877', '51881'],
      quote: ['52601', '52602', '52603'],
      salesOrder: ['52044', '52046', '52049'],
      invoice: ['53001', '53002', '53003', '53004'],
      project: ['53501', '53502'],
      document: [
        'Contract of Priya',
        'Framework contract',
        'Handbook',
        'Photo of the pump',
        'Price list',
        'Quote as PDF',
        'Refit plan',
        'Scan of the yearly invoice',
        'Signed order',
        'Takeover memo',
      ],
      faq: ['How do I bleed the pump?'],
      link: ['For members'],
    });
    expect(await all('ada')).to.deep.equal({
      customer: ['48101'],
      contact: ['48201'],
      ticket: ['51885'],
      quote: ['52606'],
      salesOrder: ['52045'],
      invoice: ['53008'],
      project: ['53508'],
      document: ['Price list'],
      faq: ['How do I bleed the pump?'],
      link: ['For members'],
    });
  });

  it('O-05: a module that was not granted is in no list and opens to nobody, and a grant counts at once', async () => {
    for (const [module, id] of [
      ['invoice', '53008'],
      ['document', 'Price list'],
      ['faq', 'How do I bleed the pump?'],
      ['link', 'For members'],
    ] as const) {
      expect(await story.sees('carla', module), module).to.deep.equal([]);
      expect(await story.opens('carla', module, id), module).to.equal(hidden);
    }
    await story.grant('carla', { grant: [component('invoices')] });
    expect(await story.sees('carla', 'invoice')).to.deep.equal(['53008']);
    await story.grant('carla', { revoke: [component('invoices')] });
    expect(await story.sees('carla', 'invoice')).to.deep.equal([]);
  });

  it('O-06: a lead sees the tickets that name it, in either column', async () => {
    expect(await all('yara')).to.deep.equal({
      contact: ['48301'],
      ticket: ['51882'],
      faq: ['How do I bleed the pump?'],
    });
    expect(await all('zoe')).to.deep.equal({ contact: ['48302'], ticket: ['51883'] });
  });

  it('O-07, O-14, O-15, O-16: is nothing without address or tick, outside of support, or while locked', async () => {
    for (const who of ['nils', 'olive', 'peter', 'rosa', 'sam', 'dora'] as const)
      expect(await all(who), who).to.deep.equal({});
  });

  it('O-23: what lacks the link or the tick opens to nobody, as if it were not there', async () => {
    for (const [module, id] of [
      ['ticket', '51878'],
      ['ticket', '51879'],
      ['ticket', '51880'],
      ['quote', '52604'],
      ['quote', '52605'],
      ['salesOrder', '52047'],
      ['invoice', '53007'],
      ['project', '53505'],
      ['project', '53507'],
    ] as const)
      expect(await story.opens('priya', module, id), id).to.equal(hidden);
  });

  it('O-24, O-40, O-63: a page has what the portal shows, and nothing internal', async () => {
    const values = await valuesOf('priya', 'ticket', '51877');
    expect(values).to.include({
      subject: 'Pump alarm every morning',
      number: '51877',
      status: 'Open',
      'fields.priority': 'High',
    });
    // Half past midnight of the next day in the tenant's summer is half past eleven in Greenwich.
    expect(new Date(String(values['changedAt'])).toISOString()).to.equal('2025-07-01T23:30:00.000Z');
    expect(JSON.stringify(values)).not.to.match(/do not admit|support_queue/);
    const invoice = await story.opens('priya', 'invoice', '53001');
    expect(invoice).to.have.property('actions').that.includes('download');
    expect(await valuesOf('priya', 'invoice', '53001')).to.include({
      amount: 60000,
      currency: 'GBP',
      'dates.paid': '2025-04-28',
      'fields.bill_city': 'Manchester',
    });
  });

  it('O-25: comments of staff show where they are public', async () => {
    const on = await story.connection();
    const ticket = { module: 'ticket', recordId: '51877', by: 'staff' } as const;
    await keepComment(story.keeping, on, { ...ticket, text: 'We are on our way.', visibility: 'public' });
    await keepComment(story.keeping, on, { ...ticket, text: 'Take the spare.', visibility: 'internal' });
    const { comments } = await valuesOf('priya', 'ticket', '51877');
    expect(JSON.stringify(comments)).to.contain('on our way').and.not.to.contain('spare');
    await story.learn();
    expect((await valuesOf('priya', 'ticket', '51877'))['comments'], 'a sync takes none').to.have.length(1);
  });

  it('O-33, O-35: public documents need tick, mark and folder, and go to everybody with Documents', async () => {
    for (const who of ['ada', 'victor', 'tom', 'priya'] as const) {
      expect(await viewsOf(who, 'Price list'), who).to.deep.equal(['document.public']);
      for (const title of ['Price list, unticked', 'Price list, no folder'])
        expect(await viewsOf(who, title), title).to.equal(hidden);
    }
    expect(await viewsOf('una', 'Price list')).to.equal(hidden);
  });

  it('O-34, O-35: private documents need tick, link and folder', async () => {
    expect(await viewsOf('priya', 'Contract of Priya')).to.deep.equal(['document.private']);
    for (const title of ['Contract of Priya, unticked', 'Contract of Priya, no folder'])
      expect(await viewsOf('priya', title), title).to.equal(hidden);
    expect(await viewsOf('tom', 'Contract of Priya')).to.equal(hidden);
  });

  it('O-36, O-37, O-38: documents of projects, in My Documents and on the page of the project', async () => {
    expect(await viewsOf('priya', 'Refit plan')).to.deep.equal(['document.mine', 'document.of-project']);
    expect(await viewsOf('priya', 'Refit plan, unticked')).to.equal(hidden);
    // Neither a shelf's type nor a project's own tick matters here (D2).
    for (const title of ['Handbook', 'Framework contract', 'Takeover memo'])
      expect(await viewsOf('priya', title), title).to.deep.equal(['document.mine']);
    expect(await viewsOf('priya', 'Lamp drawing')).to.equal(hidden);
    expect(await viewsOf('tom', 'Refit plan')).to.equal(hidden);
    expect(await story.opens('priya', 'project', '53503')).to.equal(hidden);
  });

  it('O-37: without Documents only what a project shows on its page', async () => {
    expect(await viewsOf('una', 'Rack drawing')).to.equal(hidden);
    story.vendor.change.showDocuments({ crmid: 53506 });
    await story.learn();
    expect(await viewsOf('una', 'Rack drawing')).to.deep.equal(['document.of-project']);
    story.vendor.change.unpublish({ crmid: 53506 });
    await story.learn();
    expect(await viewsOf('una', 'Rack drawing')).to.equal(hidden);
    await story.grant('una', { grant: [component('documents')] });
    expect(await viewsOf('una', 'Rack drawing')).to.deep.equal(['document.mine']);
    await story.grant('una', { revoke: [component('documents')] });
  });

  it('O-66: a document of a ticket, order, quote or invoice shows to who sees that', async () => {
    expect(await viewsOf('priya', 'Photo of the pump')).to.deep.equal(['document.of-ticket']);
    expect(await viewsOf('priya', 'Discount table')).to.equal(hidden);
    expect(await viewsOf('priya', 'Signed order')).to.deep.equal(['document.of-salesOrder']);
    expect(await viewsOf('priya', 'Quote as PDF')).to.deep.equal(['document.of-quote']);
    for (const who of ['priya', 'tom'] as const) {
      expect(await viewsOf(who, 'Scan of the yearly invoice')).to.deep.equal(['document.of-invoice']);
      expect(await viewsOf(who, 'Scan of the draft')).to.equal(hidden);
    }
  });

  it('O-41: invoices are those of the person and of their company, without drafts and cancelled ones', async () => {
    expect(await story.sees('tom', 'invoice')).to.deep.equal(['53001', '53002', '53003']);
    expect(await story.sees('victor', 'invoice')).to.deep.equal(['53009']);
    for (const id of ['53005', '53006', '53009'])
      expect(await story.opens('priya', 'invoice', id), id).to.equal(hidden);
  });

  it('O-46, O-48, O-49, O-51: who may sign can sign what is open, and others only look', async () => {
    const canSign = async (who: Somebody, module: 'salesOrder' | 'quote', id: string) => {
      const page = await story.opens(who, module, id);
      if (typeof page === 'string') throw new Error(page);
      return page.actions.includes('sign');
    };
    expect(await canSign('priya', 'salesOrder', '52044')).to.equal(true);
    expect(await canSign('priya', 'quote', '52601')).to.equal(true);
    for (const id of ['52046', '52049']) expect(await canSign('priya', 'salesOrder', id), id).to.equal(false);
    expect(await canSign('ada', 'salesOrder', '52045')).to.equal(false);
    story.vendor.change.setCanSign({ crmid: 48201, canSign: true });
    await story.learn();
    expect(await canSign('ada', 'salesOrder', '52045')).to.equal(true);
    story.vendor.change.setCanSign({ crmid: 48201, canSign: false });
    await story.learn();
    expect(await canSign('ada', 'salesOrder', '52045')).to.equal(false);
  });

  it('O-59, O-60, O-69: an FAQ shows while it is Published and not internal', async () => {
    const faq = place('Which pumps fail?');
    const on = await story.connection();
    expect(await story.sees('ada', 'faq')).to.deep.equal(['How do I bleed the pump?']);
    await changeKeptRecord(story.keeping, on, { ...faq, changes: { status: 'Published' }, by: 'staff' });
    expect(await story.sees('ada', 'faq')).to.deep.equal(['How do I bleed the pump?', 'Which pumps fail?']);
    await changeKeptRecord(story.keeping, on, { ...faq, changes: { status: 'Archived' }, by: 'staff' });
    expect(await story.sees('ada', 'faq')).to.deep.equal(['How do I bleed the pump?']);
    expect(await story.opens('ada', 'faq', 'Which pumps fail?')).to.equal(hidden);
  });

  it('O-61, O-70: FAQs and links need their components', async () => {
    expect(await story.sees('zoe', 'faq')).to.deep.equal([]);
    await story.grant('zoe', { grant: [component('knowledgebase'), component('registered')] });
    expect(await story.sees('zoe', 'faq')).to.deep.equal(['How do I bleed the pump?']);
    expect(await story.sees('zoe', 'link')).to.deep.equal(['For members']);
    await story.grant('zoe', { revoke: [component('knowledgebase'), component('registered')] });
    expect([...(await story.sees('zoe', 'faq')), ...(await story.sees('zoe', 'link'))]).to.deep.equal([]);
  });

  it('O-34, O-36: changed and removed documents count at once', async () => {
    const on = await story.connection();
    const by = 'staff';
    const contract = place('Contract of Priya');
    await changeKeptRecord(story.keeping, on, { ...contract, changes: { contacts: [people.tom] }, by });
    expect(await viewsOf('priya', 'Contract of Priya')).to.equal(hidden);
    expect(await viewsOf('tom', 'Contract of Priya')).to.deep.equal(['document.private']);
    await changeKeptRecord(story.keeping, on, { ...contract, changes: { folder: null }, by });
    expect(await viewsOf('tom', 'Contract of Priya')).to.equal(hidden);
    await removeKeptRecord(story.keeping, on, { ...place('Handbook'), by });
    expect(await viewsOf('priya', 'Handbook')).to.equal(hidden);
  });

  it('O-23: follows what is published, unpublished, linked to another and deleted', async () => {
    const { change } = story.vendor;
    change.publish({ crmid: 51878 });
    change.unpublish({ crmid: 51881 });
    change.setFields({ crmid: 51877, fields: { contactid: '48214' } });
    change.deleteRecord({ crmid: 52603 });
    change.setStatus({ crmid: 53001, status: 'Cancelled' });
    change.setFields({ crmid: 53502, fields: { projecttype: 'Documents' } });
    await story.learn();
    expect(await story.sees('priya', 'ticket')).to.deep.equal(['51878']);
    expect(await story.sees('tom', 'ticket')).to.deep.equal(['51877', '51879']);
    expect(await story.sees('priya', 'quote')).to.deep.equal(['52601', '52602']);
    expect(await story.sees('priya', 'invoice')).to.deep.equal(['53002', '53003', '53004']);
    expect(await story.sees('priya', 'project')).to.deep.equal(['53501']);
    // What hangs on the tickets goes with them.
    expect(await viewsOf('priya', 'Photo of the pump')).to.equal(hidden);
    expect(await viewsOf('tom', 'Photo of the pump')).to.deep.equal(['document.of-ticket']);
    expect(await viewsOf('priya', 'Discount table')).to.deep.equal(['document.of-ticket']);
  });

  it('O-01, O-41: follows who changes company and details', async () => {
    story.vendor.change.moveContact({ crmid: 48213, accountid: 48103 });
    story.vendor.change.setFields({ crmid: 48213, fields: { title: 'Chair', phone: '0161 555 0199' } });
    await story.learn();
    expect(await story.sees('priya', 'customer')).to.deep.equal(['48103']);
    expect(await story.sees('priya', 'invoice')).to.deep.equal(['53002', '53004', '53009']);
    expect(await valuesOf('priya', 'contact', '48213')).to.include({ jobTitle: 'Chair' });
    expect(await story.opens('priya', 'customer', '48102')).to.equal(hidden);
  });

  it('O-14, O-15, O-16: follows the tick, the lock and the dates, and comes back with them', async () => {
    const { change } = story.vendor;
    const crmid = 48213;
    for (const [takes, gives] of [
      [() => change.takeAccess({ crmid }), () => change.giveAccess({ crmid, password: 'new-pass-9' })],
      [() => change.lockPerson({ crmid }), () => change.unlockPerson({ crmid })],
      [() => change.setSupport({ crmid, end: '2026-11-20' }), () => change.setSupport({ crmid })],
      [() => change.setSupport({ crmid, start: '2026-11-22' }), () => change.setSupport({ crmid })],
    ] as const) {
      takes();
      await story.learn();
      expect(await all('priya')).to.deep.equal({});
      gives();
      await story.learn();
      expect(await story.sees('priya', 'contact')).to.deep.equal(['48213']);
    }
    // The last day counts (D).
    change.setSupport({ crmid, end: '2026-11-21' });
    await story.learn();
    expect(await story.sees('priya', 'contact')).to.deep.equal(['48213']);
    change.deleteRecord({ crmid });
    await story.learn();
    expect(await all('priya')).to.deep.equal({});
  });

  it('O-06: a lead that becomes a contact is another person, and the access of the lead ends', async () => {
    story.vendor.change.convertLead({ crmid: 48301, accountid: 48104 });
    await story.learn();
    expect(await all('yara')).to.deep.equal({});
    expect(await story.hub.rows("select * from issue where kind like 'POLICY%'")).to.deep.equal([]);
  });
});

const subjects: readonly Subject[] = [
  'customer',
  'contact',
  'ticket',
  'quote',
  'salesOrder',
  'invoice',
  'project',
  'document',
  'faq',
  'link',
  'event',
  'opportunity',
  'product',
];
