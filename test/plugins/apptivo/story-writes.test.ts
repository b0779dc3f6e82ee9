import { expect } from 'chai';

import { fetchFile } from '../../../core/records/fetch-file.js';
import { openApptivoWorld, type ApptivoWorld } from './apptivo-world.js';

const [harry, ada, hannah, northwind, ohara] = [269_398, 269_400, 501_914, 501_920, 501_940];
const done = { state: 'done', differs: null };
const kept = { state: 'done', differs: [] };

describe('what is written to Apptivo', () => {
  let world: ApptivoWorld;
  let me: string;

  beforeEach(async () => {
    world = await openApptivoWorld({
      settings: { caseSource: 'Portal', sharedDocumentField: 'isShared' },
      assumptions: { documentShareKey: 'isShared' },
    });
    await world.sync();
    me = await world.letIn(ada);
  });
  afterEach(async function () {
    await world.close({ keep: this.currentTest?.state === 'failed' });
  });

  const caseOf = (caseId: number) => world.apptivo.dump().cases.find((each) => each.caseId === caseId);
  const contactOf = (contactId: number) =>
    world.apptivo.dump().contacts.find((each) => each.contactId === contactId);
  const membersOf = async (customerId: number) =>
    (
      await world.hub.rows('select contact_id as id from member where customer_id = $1 order by contact_id', [
        String(customerId),
      ])
    ).map(({ id }) => Number(id));
  const asked = {
    subject: 'Line is dead',
    body: 'Since noon',
    customer: String(northwind),
    contacts: [String(ada)],
    fields: { casePriority: 'Medium' },
  };

  it('APT-17: a case of the portal has its source, its contact as the author, and is the customer’s to see', async () => {
    const command = await world.write('ticket.create', { body: asked });
    expect(command).to.deep.include(done);
    const made = Number(command['result_id']);
    expect(caseOf(made)).to.include({
      caseSummary: 'Line is dead',
      description: 'Since noon',
      caseCustomerId: northwind,
      caseContactId: ada,
      casePriorityId: 2,
      caseSourceId: 33,
      createdByObjectId: 2,
      createdByObjectRefId: ada,
    });
    await world.sync({});
    expect(await world.list(me)).to.deep.equal([77_006, 77_007, 77_008, made]);
    const { values, actions } = await world.detail(me, 'ticket', made);
    expect(values).to.include({ subject: 'Line is dead', 'fields.casePriority': 'Medium' });
    expect(actions).to.include('update');
  });

  it('APT-17: what a lost answer made is found, and not made again', async () => {
    const { apptivo } = world;
    const before = apptivo.dump();
    apptivo.fail({ operation: 'cases.save', drop: true });
    expect(await world.write('ticket.create', { body: asked })).to.deep.include({ ...done, tries: 2 });
    apptivo.fail({ operation: 'note.createNote', drop: true });
    const note = { text: 'And now?', visibility: 'public', authorContact: String(ada) };
    expect(await world.write('ticket.comment', { target: 77_006, body: note })).to.deep.include({
      ...done,
      tries: 2,
    });
    apptivo.fail({ operation: 'document.uploadDoc', drop: true });
    const content = Buffer.from('another').toString('base64');
    const file = { name: 'plan für Halifax.txt', content };
    expect(await world.write('file.add', { target: 77_006, body: file })).to.deep.include({
      ...done,
      tries: 2,
    });
    apptivo.fail({ operation: 'contacts.save', drop: true });
    const person = {
      kind: 'contact',
      lastName: 'Nowak',
      email: 'nowak@ohara.example',
      principal: String(ohara),
    };
    expect(await world.write('contact.create', { body: person })).to.deep.include({ ...done, tries: 2 });
    const after = apptivo.dump();
    for (const kind of ['cases', 'notes', 'documents', 'contacts'] as const)
      expect(after[kind].length, kind).to.equal(before[kind].length + 1);
  });

  it('APT-17: what was lost on its way is made at the second try', async () => {
    const before = world.apptivo.dump().cases.length;
    world.apptivo.fail({ operation: 'cases.save', status: 503, body: 'busy' });
    expect(await world.write('ticket.create', { body: asked })).to.deep.include({ ...done, tries: 2 });
    expect(world.apptivo.dump().cases).to.have.length(before + 1);
  });

  it('APT-13: a case is changed by its named fields alone', async () => {
    const before = caseOf(77_006)!;
    const body = { subject: 'Noise', body: 'Louder', status: 'Open', fields: { casePriority: 'Low' } };
    expect(await world.write('ticket.update', { target: 77_006, body })).to.deep.include(kept);
    const { lastUpdateDate, lastUpdatedByName, ...changed } = caseOf(77_006)!;
    expect([lastUpdateDate > before.lastUpdateDate, lastUpdatedByName]).to.deep.equal([true, 'API User']);
    expect(changed).to.deep.equal({
      ...Object.fromEntries(Object.entries(before).filter(([name]) => name in changed)),
      caseSummary: 'Noise',
      description: 'Louder',
      caseStatusId: 102,
      casePriorityId: 1,
    });
    await world.sync({});
    expect((await world.detail(me, 'ticket', 77_006)).values).to.include({
      subject: 'Noise',
      status: 'Open',
    });
    const odd = await world.write('ticket.update', { target: 77_006, body: { status: 'Half open' } });
    expect(odd).to.include({ state: 'failed' });
    expect(odd['error'])
      .to.have.property('message')
      .which.matches(/no status "Half open"/);
  });

  it('APT-16: a comment is shown to customers unless it is internal', async () => {
    const say = (text: string, visibility: string) =>
      world.write('ticket.comment', {
        target: 77_006,
        body: { text, visibility, authorContact: visibility === 'public' ? String(ada) : null },
      });
    expect(
      [await say('Louder today', 'public'), await say('Hm', 'internal')].map(({ state }) => state),
    ).to.deep.equal(['done', 'done']);
    const notes = world.apptivo.dump().notes.slice(-2);
    expect(notes.map((each) => [each.isDisplayToCustomer, each.createdByName])).to.deep.equal([
      ['Y', 'Ada Moreau'],
      ['N', 'API User'],
    ]);
    await world.sync();
    const comments = (await world.detail(me, 'ticket', 77_006)).values['comments'] as { text: string }[];
    expect(comments.map(({ text }) => text)).to.have.members(['Technik prüft “Störung”', 'Louder today']);
  });

  it('APT-15: a file goes up with its bytes, and comes down with them', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 65]);
    const body = { name: 'scan é.bin', content: bytes.toString('base64'), authorContact: String(ada) };
    const command = await world.write('file.add', { target: 77_006, body });
    expect(command).to.deep.include(done);
    await world.sync();
    const [file = {}] = await world.hub.rows('select * from file where external_id = $1', [
      command['result_id'],
    ]);
    expect(file).to.include({ name: 'scan é.bin', visibility: 'public' });
    const fetched = await fetchFile(world.hub.database.pool, await world.hub.open('apptivo'), {
      id: String(file['id']),
      externalId: String(file['external_id']),
      name: 'scan é.bin',
      record: { module: 'ticket', id: '77006' },
      signal: new AbortController().signal,
    });
    expect(Buffer.from(fetched.content)).to.deep.equal(bytes);
  });

  it('APT-3: a contact is made for its customer, and tied to further ones', async () => {
    const body = {
      kind: 'contact',
      firstName: 'Ann',
      lastName: "O'Lee",
      jobTitle: 'CTO',
      email: 'ann@ohara.example',
      phones: [{ type: 'mobile', number: '403-555-0177' }],
      principal: String(ohara),
      customers: [String(hannah)],
    };
    const made = Number((await world.write('contact.create', { body }))['result_id']);
    expect(contactOf(made)).to.deep.include({ lastName: "O'Lee", accountId: ohara, jobTitle: 'CTO' });
    await world.sync({});
    expect(await membersOf(hannah)).to.include(made);
    const [row] = await world.hub.rows('select email, principal from contact where external_id = $1', [
      String(made),
    ]);
    expect(row).to.deep.equal({ email: 'ann@ohara.example', principal: String(ohara) });
    expect(contactOf(made)?.phoneNumbers[0]).to.include({
      phoneNumber: '403-555-0177',
      phoneTypeCode: 'PHONE_MOBILE',
    });
  });

  it('APT-6, APT-10: a move writes the customer alone; the access ends with the next run', async () => {
    expect(await world.list(me)).to.have.length(3);
    const before = world.apptivo.dump();
    const moved = await world.write('contact.move', { target: ada, body: { principal: String(hannah) } });
    expect(moved).to.deep.include(done);
    expect(contactOf(ada)).to.deep.include({ accountId: hannah, jobTitle: 'CFO', lastName: 'Moreau' });
    expect(world.apptivo.dump().cases).to.deep.equal(before.cases);
    await world.sync({});
    expect(await world.list(me)).to.deep.equal([]);
  });

  it('APT-11: a contact is changed field by field; of several addresses the first', async () => {
    const olga = 269_413;
    const body = {
      lastName: 'Berg-Lind',
      email: 'olga.lind@ohara.example',
      phones: [{ number: '403-555-0188' }],
    };
    expect(await world.write('contact.update', { target: olga, body })).to.include({ state: 'done' });
    const changed = contactOf(olga);
    expect(changed).to.include({ firstName: 'Olga', lastName: 'Berg-Lind', accountId: ohara });
    expect(changed?.emailAddresses.map(({ emailAddress }) => emailAddress)).to.deep.equal([
      'olga.lind@ohara.example',
      'olga.private@mail.example',
    ]);
    expect(changed?.phoneNumbers.map(({ phoneNumber }) => phoneNumber)).to.deep.equal(['403-555-0188']);
  });

  it('APT-10: a contact is deleted, twice as well as once, with nobody beside it', async () => {
    expect(await world.write('contact.delete', { target: harry, body: {} })).to.deep.include(done);
    expect(await world.write('contact.delete', { target: harry, body: {} })).to.deep.include(done);
    expect(world.apptivo.dump().contacts.filter(({ deleted }) => deleted)).to.have.length(2);
    await world.sync();
    const gone = await world.hub.rows(
      "select 1 from contact where external_id = '269398' and deleted_at is null",
    );
    expect(gone).to.deep.equal([]);
  });

  it('APT-9: a customer’s name and address on the web are written', async () => {
    const body = { name: 'Northwind Fibre & Co', website: 'https://northwind.example/new' };
    expect(await world.write('customer.update', { target: northwind, body })).to.deep.include(kept);
    await world.sync({});
    expect((await world.detail(me, 'customer', northwind)).values).to.include(body);
  });

  it('APT-1: says what a person must do where Apptivo has no call', async () => {
    for (const action of [
      'contact.promote',
      'customer.create',
      'ticket.delete',
      'participant.add',
    ] as const) {
      const command = await world.write(action, { target: ada, body: {} });
      expect(command, action).to.include({ state: 'manual' });
      expect(command['step']).to.match(/Apptivo/);
    }
  });
});
