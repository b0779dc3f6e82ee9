import { expect } from 'chai';

import { explain } from '../../../core/access/explain.js';
import { findRow } from '../../../core/access/read-record.js';
import { grantCapabilities } from '../../../core/identity/grant-capability.js';
import { switchAccess } from '../../../core/identity/switch-access.js';
import { codeOf } from '../../core/identity/identity-lab.js';
import { now } from '../../core/access/access-world.js';
import { openApptivoWorld, type ApptivoWorld } from './apptivo-world.js';

const [harry, liam, ada, carla, edith] = [269_398, 269_399, 269_400, 269_401, 269_402];
const [ben, grace, dmitri, farid, hugo] = [269_404, 269_405, 269_408, 269_409, 269_410];
const [hannah, northwind, halifax] = [501_914, 501_920, 501_921];
const both = ['cases:view', 'cases:edit'];

describe('what Apptivo shows a contact in its own portal', () => {
  let world: ApptivoWorld;
  let people: Map<number, string>;
  const who = (contactId: number): string => people.get(contactId) ?? '';
  const cases = (contactId: number) => world.list(who(contactId));

  beforeEach(async () => {
    world = await openApptivoWorld({
      settings: {
        privileges: true,
        visibleFields: ['Serial number', 'date_52002'],
        sharedDocumentField: 'isShared',
      },
    });
    await world.sync();
    people = new Map();
    // Who accepted at Apptivo; what their roles are, staff grant here (APT-18).
    for (const { contactId, state } of world.apptivo.dump().logins)
      if (state === 'enabled')
        people.set(contactId, await world.letIn(contactId, contactId === farid ? [] : both));
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  /** Everybody's list is what Apptivo's own portal lists; SQL and memory agree within. */
  async function agree(): Promise<void> {
    for (const contactId of people.keys())
      expect(await cases(contactId), `cases of ${contactId}`).to.deep.equal(
        world.apptivo.change.portalOf({ contactId }).caseIds,
      );
  }

  it('APT-1, APT-2, APT-9, APT-14: is, at level All, all cases of the one customer and no other’s', async () => {
    expect(await cases(harry)).to.deep.equal([77_001, 77_002, 77_003]);
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008]);
    // Contact of a case of another customer, and of one without a customer: neither is shown.
    expect([await cases(ben), await cases(edith), await cases(grace)]).to.deep.equal([
      [77_009],
      [77_010],
      [77_015],
    ]);
    await agree();
  });

  it('APT-13: is, at level Contacts, the contact’s own cases of that customer', async () => {
    world.apptivo.change.setFirm({ portalViewAccessLevel: 'contacts' });
    await world.sync();
    expect([await cases(harry), await cases(liam)]).to.deep.equal([[77_001], [77_002]]);
    expect(await cases(ada)).to.deep.equal([77_006, 77_008]);
    await agree();
  });

  it('APT-13, APT-14: with both on All and the toggle, is those of child customers too, to be read alone', async () => {
    world.apptivo.change.setFirm({ portalEditAccessLevel: 'all', portalIsParentCustomerVisibility: 'Y' });
    await world.sync();
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008, 77_009]);
    expect(await cases(ben)).to.deep.equal([77_009]);
    await agree();
    expect((await world.detail(who(ada), 'ticket', 77_009)).actions).to.deep.equal(['read', 'download']);
    expect((await world.detail(who(ada), 'ticket', 77_007)).actions).to.include.members([
      'update',
      'comment',
    ]);
    // Which of two customers of one name is the parent, Apptivo does not say.
    expect((await world.issues()).filter(({ kind }) => kind === 'PARENT_UNKNOWN')).to.deep.equal([
      {
        kind: 'PARENT_UNKNOWN',
        cause: 'customers/501982',
        sentence:
          'Customer Delta Towing Yard (501982) has the parent "Delta Towing", which is the name of 2 others; ' +
          "the parent's people do not see its cases.",
      },
    ]);
    world.apptivo.change.setParent({ customerId: halifax, parentCustomerId: null });
    await world.sync({});
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008]);
    await agree();
    world.apptivo.change.setFirm({ portalIsParentCustomerVisibility: 'N', isCasesPortalEnabled: 'N' });
    await world.sync();
    expect(await cases(ada)).to.deep.equal([]);
    await agree();
  });

  it('APT-1, APT-13: is a case’s progress, and what its level lets one change', async () => {
    const { values, actions } = await world.detail(who(ada), 'ticket', 77_006);
    expect(values).to.deep.include({
      number: 'C-1047',
      subject: 'Noise on the line',
      status: 'New',
      statusGroup: 'open',
      'fields.casePriority': 'High',
      'fields.input_52001': 'SN-77-é',
      'fields.date_52002': '02/03/2025',
      changedAt: '2025-06-02T11:26:00.000Z',
      'dates.due': '2025-06-12',
    });
    expect(values).not.to.have.any.keys('owner', 'participants', 'contacts', 'fields.select_52003');
    expect(actions).to.have.members(['read', 'create', 'update', 'download', 'upload', 'comment']);
    // Carla's: at edit level Contacts nobody else's to change.
    expect((await world.detail(who(ada), 'ticket', 77_007)).actions).to.deep.equal(['read', 'download']);
    expect((await world.detail(who(ada), 'ticket', 77_008)).values).to.deep.include({
      statusGroup: 'closed',
    });
  });

  it('APT-16: has the notes that are marked so, and no other', async () => {
    const notes = async () =>
      ((await world.detail(who(harry), 'ticket', 77_001)).values['comments'] as { text: string }[]).map(
        ({ text }) => text,
      );
    expect(await notes()).to.have.members(['We look into it', 'Any news?']);
    world.apptivo.change.showNote({ noteId: 88_001, shown: 'N' });
    world.apptivo.change.addNote({ caseId: 77_001, text: 'Sent a technician', shown: 'Y' });
    // A note need not change its case: the full pass finds it.
    await world.sync();
    expect(await notes()).to.have.members(['Any news?', 'Sent a technician']);
  });

  it('APT-15: has no document as long as Apptivo does not say that it is shared', async () => {
    const files = async () =>
      ((await world.detail(who(harry), 'ticket', 77_001)).values['files'] as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await files()).to.deep.equal([]);
    world.apptivo.assumptions.documentShareKey = 'isShared';
    await world.sync();
    expect(await files()).to.deep.equal(['offer.txt']);
    world.apptivo.change.shareDocument({ documentId: 99_001, shared: false });
    await world.sync();
    expect(await files()).to.deep.equal([]);
  });

  it('APT-9, APT-14: says nothing of a case of others, as of none; of people and customers has its own', async () => {
    for (const id of [77_001, 77_004, 77_012, 77_013, 1])
      expect(await codeOf(world.detail(who(ben), 'ticket', id)), String(id)).to.equal('RECORD_NOT_FOUND');
    expect(await world.list(who(ada), 'customer')).to.deep.equal([northwind]);
    expect(await world.list(who(ada), 'contact')).to.deep.equal([ada]);
    const { values } = await world.detail(who(ada), 'customer', northwind);
    expect(values).to.deep.include({ name: 'Northwind Fibre', website: 'https://northwind.example' });
    expect(values).not.to.have.any.keys('fields.select_51001', 'status');
  });

  it('APT-18: is nothing without the privilege, which staff grant here', async () => {
    expect(await cases(farid)).to.deep.equal([]);
    await agree();
    const connection = await world.hub.open('apptivo');
    const granting = { contact: String(farid), grant: ['cases:view'], who: 'a test' };
    await grantCapabilities(world.hub.identity, connection, granting);
    world.apptivo.change.setAppAccess({ contactId: farid, apps: ['Cases'] });
    expect(await cases(farid)).to.deep.equal([77_006, 77_007, 77_008]);
    await agree();
    expect((await world.detail(who(farid), 'ticket', 77_006)).actions).to.deep.equal(['read', 'download']);
  });

  it('APT-8, APT-19: is nothing before the invitation is accepted, which can be sent again', async () => {
    expect(world.apptivo.change.portalOf({ contactId: carla })).to.deep.equal({
      login: 'invited',
      caseIds: [],
    });
    const first = await world.invite(carla);
    people.set(carla, first.personId);
    expect(await cases(carla)).to.deep.equal([]);
    const second = await world.invite(carla);
    expect([await first.accept(), await second.accept()]).to.deep.equal([false, true]);
    await grantCapabilities(world.hub.identity, await world.hub.open('apptivo'), {
      contact: String(carla),
      grant: both,
      who: 'a test',
    });
    world.apptivo.change.acceptInvitation({ contactId: carla, password: 'a password 7' });
    expect(await cases(carla)).to.deep.equal([77_006, 77_007, 77_008]);
    await agree();
  });

  it('APT-12: cannot be given to a contact without an address', async () => {
    expect(await codeOf(world.invite(269_407))).to.equal('EMAIL_MISSING');
  });

  it('APT-4, APT-6, APT-7, APT-9, APT-10: follows who changes customer only when accepted anew', async () => {
    const moving = { contactId: harry, customerId: hannah };
    expect(world.apptivo.change.saveContact(moving)).to.include({ saved: false });
    await world.sync({});
    expect(await cases(harry)).to.deep.equal([77_001, 77_002, 77_003]);

    world.apptivo.change.saveContact({ ...moving, confirmed: true });
    await world.sync({});
    // Off for the old customer and the new one; a colleague keeps theirs, and no case moved.
    expect([await cases(harry), await cases(liam)]).to.deep.equal([[], [77_001, 77_002, 77_003]]);
    await agree();

    await world.hub.rows("update access set state = 'disabled', ended_at = now() where contact_id = $1", [
      String(harry),
    ]);
    const { personId, accept } = await world.invite(harry);
    world.apptivo.change.enableLogin({ contactId: harry });
    people.set(harry, personId);
    expect(await cases(harry)).to.deep.equal([]);
    expect(await accept()).to.equal(true);
    world.apptivo.change.acceptInvitation({ contactId: harry, password: 'a password 7' });
    const granting = { contact: String(harry), grant: both, who: 'a test' };
    await grantCapabilities(world.hub.identity, await world.hub.open('apptivo'), granting);
    expect(await cases(harry)).to.deep.equal([77_004, 77_005]);
    await agree();
    expect(await codeOf(world.detail(who(harry), 'ticket', 77_001))).to.equal('RECORD_NOT_FOUND');
  });

  it('APT-3: ends with the customer that is taken away, while further ones give and take nothing', async () => {
    const membersOf = async (customerId: number) =>
      (
        await world.hub.rows(
          'select contact_id as id from member where customer_id = $1 order by contact_id',
          [String(customerId)],
        )
      ).map(({ id }) => Number(id));
    expect(await membersOf(hannah)).to.deep.equal([harry, ada, 269_407]);
    world.apptivo.change.dissociate({ contactId: ada, customerId: hannah });
    world.apptivo.change.associate({ contactId: liam, customerId: hannah });
    await world.sync();
    expect(await membersOf(hannah)).to.deep.equal([harry, liam, 269_407]);
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008]);
    await agree();
    world.apptivo.change.dissociate({ contactId: ada, customerId: northwind });
    await world.sync({});
    expect(await cases(ada)).to.deep.equal([]);
    await agree();
  });

  it('APT-11: ends with the address; accepted at the new one, the old cases are back', async () => {
    world.apptivo.change.saveContact({ contactId: ada, email: 'ada.new@northwind.example', confirmed: true });
    await world.sync({});
    expect([await cases(ada), await cases(farid)]).to.deep.equal([[], []]);
    await agree();
    const { personId, accept } = await world.invite(ada);
    const before = who(ada);
    people.set(ada, personId);
    expect(await accept()).to.equal(true);
    const granting = { contact: String(ada), grant: both, who: 'a test' };
    await grantCapabilities(world.hub.identity, await world.hub.open('apptivo'), granting);
    world.apptivo.change.enableLogin({ contactId: ada });
    world.apptivo.change.acceptInvitation({ contactId: ada, password: 'a password 7' });
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008]);
    expect(await world.list(before)).to.deep.equal([]);
    await agree();
  });

  it('APT-2, APT-9: follows a case that is moved, closed, deleted or brought back', async () => {
    world.apptivo.change.moveCase({ caseId: 77_001, customerId: northwind });
    world.apptivo.change.moveCase({ caseId: 77_002, customerId: null });
    world.apptivo.change.editCase({ caseId: 77_003, caseStatusId: 104, caseSummary: 'Line checked' });
    await world.sync({});
    expect([await cases(harry), await cases(ada)]).to.deep.equal([
      [77_003],
      [77_001, 77_006, 77_007, 77_008],
    ]);
    expect((await world.detail(who(harry), 'ticket', 77_003)).values).to.include({
      subject: 'Line checked',
      statusGroup: 'closed',
    });
    world.apptivo.change.deleteCase({ caseId: 77_006 });
    await world.sync();
    expect(await cases(ada)).to.deep.equal([77_001, 77_007, 77_008]);
    await agree();
    world.apptivo.change.restoreCase({ caseId: 77_006 });
    await world.sync();
    expect(await cases(ada)).to.deep.equal([77_001, 77_006, 77_007, 77_008]);
    await agree();
  });

  it('APT-10: ends for a contact who is deleted, and for nobody else', async () => {
    world.apptivo.change.deleteContact({ contactId: harry });
    await world.sync();
    expect([await cases(harry), await cases(liam)]).to.deep.equal([[], [77_001, 77_002, 77_003]]);
    await agree();
    // Of a customer who is deleted Apptivo shows nothing either way.
    people.set(hugo, await world.letIn(hugo, both));
    expect(await cases(hugo)).to.deep.equal([]);
    expect(await world.list(who(hugo), 'customer')).to.deep.equal([]);
  });

  it('APT-1: is nothing once staff switch it off here, where alone it is known', async () => {
    expect(world.apptivo.change.portalOf({ contactId: dmitri })).to.deep.equal({
      login: 'disabled',
      caseIds: [],
    });
    expect(await world.hub.rows('select * from login')).to.deep.equal([]);
    const place = { connection: 'apptivo', externalId: String(ada) };
    await switchAccess(world.hub.identity, place, { on: false, who: 'a test' });
    expect(await cases(ada)).to.deep.equal([]);
    await switchAccess(world.hub.identity, place, { on: true, who: 'a test' });
    expect(await cases(ada)).to.deep.equal([77_006, 77_007, 77_008]);
  });

  it('APT-9: tells staff why somebody does not see a case', async () => {
    const [{ id } = {}] = await world.hub.rows("select id from record where external_id = '77004'");
    const row = await findRow(world.hub.database.pool, String(id));
    const told = await explain(world.hub.database.pool, {
      personId: who(harry),
      action: 'read',
      row: row!,
      now,
    });
    expect(told).to.include({ allow: false });
    expect(told.sentence).to.match(/case\.of-my-customer/);
    world.apptivo.change.saveContact({ contactId: harry, customerId: hannah, confirmed: true });
    await world.sync({});
    const after = await explain(world.hub.database.pool, {
      personId: who(harry),
      action: 'read',
      row: row!,
      now,
    });
    expect(after.accesses[0]?.why).to.match(/principal customer/);
  });
});
