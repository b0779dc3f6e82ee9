import { expect } from 'chai';

import { Fault, type ActionName, type Command, type Json } from '../../../core/contract/contract.js';
import { plugin } from '../../../plugins/apptivo/plugin.js';
import {
  apptivoSession,
  facts,
  failure,
  hannah,
  harry,
  router,
  settings,
  type Answers,
} from './apptivo-session.js';

const lists = 'dao/v6/customers getCustomerContacts';
const base: Answers = {
  'dao/v6/customers getById': () => hannah,
  'dao/v6/contacts getById': () => harry,
  'dao/v6/cases getById': () => router,
  [lists]: () => ({ data: [] }),
};

function doing(name: ActionName, answers: Answers = {}, changed = {}) {
  const action = plugin.actions(facts, { ...settings, ...changed })[name];
  if (action?.how !== 'native' && action?.how !== 'derived') throw new Error(`${name} is not written.`);
  const { write, find } = action;
  const run = apptivoSession({ ...base, ...answers }, changed);
  const command = (body: Record<string, Json>, id?: string): Command => ({
    key: 'k',
    body,
    ...(id !== undefined && { id }),
  });
  return {
    ...run,
    write: (body: Record<string, Json>, id?: string) => write(run.session, command(body, id)),
    find: async (body: Record<string, Json>, id?: string) => find?.(run.session, command(body, id)),
    sent: (suffix: string) => {
      const { apiKey, accessKey, ...body } =
        run.calls.find(({ action: each }) => each.endsWith(suffix))?.body ?? {};
      expect([apiKey, accessKey]).to.deep.equal([settings.apiKey, settings.accessKey]);
      return body;
    },
  };
}

const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => undefined,
    (each: unknown) => each,
  );
  if (error instanceof Fault) return error;
  throw new Error('There was no fault.');
};
describe('Apptivo actions', () => {
  const how = (name: keyof ReturnType<typeof plugin.actions>) => plugin.actions(facts, settings)[name]?.how;

  it('APT-1: access is given and taken in the hub, bound to the customer: Apptivo has no call for it', () => {
    expect([how('login.enable'), how('login.disable')]).to.deep.equal(['hub', 'hub']);
    expect(plugin.signIn.binds).to.equal('customer');
    expect(plugin.signIn.check).to.equal(undefined);
  });

  it('says what a person must do where Apptivo has no call', () => {
    for (const name of [
      'contact.promote',
      'participant.add',
      'participant.remove',
      'customer.create',
    ] as const)
      expect(how(name), name).to.equal('manual');
  });

  it('are none for a module that the account may not read', () => {
    const { ticket, ...modules } = facts.modules;
    expect(ticket).to.be.an('object');
    const names = Object.keys(plugin.actions({ ...facts, modules }, settings));
    expect(names.filter((name) => /^(ticket|file|participant)/.test(name))).to.deep.equal([]);
    expect(plugin.actions({ zone: 'UTC', modules: {}, vendor: null }, settings)).to.deep.equal({});
  });

  describe('on contacts', () => {
    const to = { ...hannah, id: '7', customerId: 7, customerName: 'Emma Watson' };

    it('APT-4, APT-6: a move, once confirmed, writes the customer alone, by both spellings, and reads it back', async () => {
      const run = doing('contact.move', {
        'dao/v6/customers getById': () => to,
        'dao/v6/contacts update': () => ({}),
        'dao/v6/contacts getById': () => ({ data: { ...harry, accountId: 7 } }),
      });
      expect(await run.write({ principal: '7' }, '269398')).to.deep.equal({ id: '269398' });
      expect(run.sent('update')).to.deep.equal({
        contactId: '269398',
        contactData: { contactId: 269398, accountId: 7, accountName: 'Emma Watson' },
        attributeName: ['accountName'],
        attributeNames: ['accountName'],
      });
    });

    it('APT-10: a move touches no case and no other contact', async () => {
      const run = doing('contact.move', {
        'dao/v6/contacts update': () => harry,
      });
      await run.write({ principal: '501914' }, '269398');
      expect(run.actions().filter((each) => /(save|update|delete|addContact)$/.test(each))).to.deep.equal([
        'dao/v6/contacts update',
      ]);
    });

    it('APT-4: an update of other fields never changes the customer', async () => {
      const run = doing('contact.update', { 'dao/v6/contacts update': () => harry });
      await run.write({ lastName: 'Porter', principal: '7', customer: '7' }, '269398');
      expect(run.sent('update')['contactData']).to.deep.equal({ contactId: 269398, lastName: 'Porter' });
    });

    it('APT-6: a move that Apptivo did not make is told', async () => {
      const run = doing('contact.move', {
        'dao/v6/customers getById': () => to,
        'dao/v6/contacts update': () => ({ id: 1 }),
      });
      expect((await faultOf(run.write({ principal: '7' }, '269398'))).kind).to.equal('conflict');
    });

    it('APT-3: further customers are added to, by either form of the list, and looked up afterwards', async () => {
      for (const form of [[269398], '269398']) {
        let listed = false;
        const run = doing('contact.update', {
          'dao/v6/customers addContact': ({ contactIds }) => {
            listed ||= JSON.stringify(contactIds) === JSON.stringify(form);
            return {};
          },
          [lists]: () => ({ data: listed ? [harry] : [] }),
        });
        expect(await run.write({ customers: ['7'] }, '269398')).to.deep.equal({ id: '269398' });
        expect(run.actions()).not.to.include('dao/v6/contacts update');
      }
      const deaf = doing('contact.update', { 'dao/v6/customers addContact': () => ({}) });
      expect((await faultOf(deaf.write({ customers: ['7'] }, '269398'))).kind).to.equal('conflict');
      const there = doing('contact.update', { [lists]: () => ({ data: [harry] }) });
      await there.write({ customers: ['7'] }, '269398');
      expect(there.actions()).not.to.include('dao/v6/customers addContact');
    });

    it('makes one with its customer by id and name; without a last name it asks for one', async () => {
      const run = doing('contact.create', {
        'dao/v6/contacts save': () => ({ responseObject: { contactId: 9 } }),
      });
      const body = { kind: 'contact', firstName: 'Ann', lastName: 'Lee', principal: '501914' };
      expect(await run.write(body)).to.deep.equal({ id: '9' });
      expect(run.sent('save')).to.deep.equal({
        contactData: { firstName: 'Ann', lastName: 'Lee', accountId: 501914, accountName: 'Hannah Baker' },
      });
      expect((await faultOf(run.write({ firstName: 'Ann' }))).kind).to.equal('invalidRecord');
      const mute = doing('contact.create', { 'dao/v6/contacts save': () => ({}) });
      expect((await faultOf(mute.write(body))).details).to.include({ unknownOutcome: true });
    });

    it('finds what a lost try made by all that was written', async () => {
      const wanted = {
        firstName: 'Harry',
        lastName: 'Porter',
        email: 'harry@porter.example',
        principal: '501914',
      };
      const among = (...data: object[]) =>
        doing('contact.create', { 'dao/v6/contacts getAllBySearchText': () => ({ data }) }).find(wanted);
      expect(await among({ ...harry, lastName: 'Potter' }, harry)).to.equal('269398');
      expect(await among({ ...harry, accountId: 8 }, { ...harry, objectStatus: '1' })).to.equal(undefined);
      expect(await among()).to.equal(undefined);
    });

    it('changes the first address and keeps the others, and says what Apptivo kept otherwise', async () => {
      const second = { emailAddress: 'home@porter.example', emailTypeCode: 'HOME' };
      const before = { ...harry, emailAddresses: [(harry['emailAddresses'] as object[])[0], second] };
      const run = doing('contact.update', {
        'dao/v6/contacts getById': () => before,
        'dao/v6/contacts update': () => ({}),
      });
      const answer = await run.write({ email: 'new@porter.example', lastName: ' Porter ' }, '269398');
      expect(answer).to.deep.equal({ id: '269398', differs: ['email'] });
      expect(run.sent('update')).to.deep.include({
        isEmailAddressUpdate: 'true',
        attributeNames: ['emailAddresses', 'lastName'],
        contactData: {
          contactId: 269398,
          lastName: ' Porter ',
          emailAddresses: [
            {
              id: 'cont_email_input',
              emailAddress: 'new@porter.example',
              emailType: 'Business',
              emailTypeCode: 'BUSINESS',
            },
            second,
          ],
        },
      });
    });

    it('deletes one, and believes it when it is gone, whatever the answer was', async () => {
      for (const answer of [() => ({}), () => failure('Contact not found')]) {
        const run = doing('contact.delete', {
          'dao/v6/contacts delete': answer,
          'dao/v6/contacts getById': () => failure('Contact not found'),
        });
        expect(await run.write({}, '269398')).to.deep.equal({ id: '269398' });
      }
      const kept = doing('contact.delete', { 'dao/v6/contacts delete': () => ({}) });
      expect((await faultOf(kept.write({}, '269398'))).kind).to.equal('conflict');
    });

    it('changes a customer by its named fields', async () => {
      const run = doing('customer.update', { 'dao/v6/customers update': () => ({ customer: hannah }) });
      expect(await run.write({ website: 'hannah.example' }, '501914')).to.deep.equal({
        id: '501914',
        differs: ['website'],
      });
      expect(run.sent('update')).to.deep.include({
        customerData: { customerId: 501914, website: 'hannah.example' },
        attributeName: ['website'],
      });
    });
  });

  describe('on cases', () => {
    const asked = { subject: 'Help', body: 'Please', customer: '501914', contacts: '269398' };
    const saved: Answers = {
      'dao/v6/cases save': () => ({ csCase: { caseId: 77002, caseNumber: 'C-1043' } }),
    };

    it('APT-17: makes one by its contact, with the source that the settings name', async () => {
      const run = doing('ticket.create', saved, { caseSource: 'Portal' });
      expect(
        await run.write({ ...asked, contacts: ['269398'], fields: { casePriority: 'High' } }),
      ).to.deep.equal({
        id: '77002',
      });
      expect(run.sent('save')).to.deep.equal({
        appId: '59',
        caseData: {
          caseNumber: 'Auto generated number',
          caseSummary: 'Help',
          description: 'Please',
          casePriority: 'High',
          casePriorityId: 3,
          caseSourceId: 7,
          caseSourceName: 'Portal',
          caseCustomerId: 501914,
          caseCustomer: 'Hannah Baker',
          caseContactId: 269398,
          caseContact: 'Harry Porter',
          createdByObjectId: 2,
          createdByObjectRefId: 269398,
          customAttributes: [],
        },
      });
    });

    it('APT-17: has no source without the setting, and refuses one that Apptivo does not have', async () => {
      const run = doing('ticket.create', saved);
      await run.write(asked);
      expect(run.sent('save')['caseData']).not.to.have.any.keys('caseSourceId', 'caseSourceName');
      const wrong = doing('ticket.create', saved, { caseSource: 'Nowhere' });
      expect((await faultOf(wrong.write(asked))).kind).to.equal('config');
      expect(wrong.actions()).not.to.include('dao/v6/cases save');
    });

    it('finds what a lost try made among the newest of the same people, and no old equal one', async () => {
      const made = {
        ...router,
        caseSummary: 'Help',
        description: 'Please',
        lastUpdateDate: '06/10/2025 09:00:00',
      };
      const among = (...data: object[]) =>
        doing('ticket.create', { 'dao/v6/cases getAllByAdvancedSearch': () => ({ data }) }).find(asked);
      expect(await among(router, made)).to.equal('77001');
      for (const other of [
        { ...made, lastUpdateDate: '06/01/2025 09:00:00' },
        { ...made, caseCustomerId: 8 },
        { ...made, caseContactId: null },
        { ...made, description: 'Else' },
      ])
        expect(await among(other)).to.equal(undefined);
    });

    it('changes the named fields with their attribute ids, and reads them back', async () => {
      const run = doing('ticket.update', { 'dao/v6/cases update': () => 77001 });
      expect(
        await run.write({ subject: 'Router keeps restarting', body: 'Since Sunday' }, '77001'),
      ).to.deep.equal({
        id: '77001',
        differs: ['body'],
      });
      expect(run.sent('update')).to.deep.equal({
        caseId: '77001',
        caseData: { caseId: 77001, caseSummary: 'Router keeps restarting', description: 'Since Sunday' },
        attributeName: ['caseSummary', 'description'],
        attributeNames: ['caseSummary', 'description'],
        attributeIds: ['case_summary_attr', 'description_attr'],
        isCustomAttributesUpdate: 'false',
        isAddressUpdate: 'false',
        appId: '59',
      });
      const status = doing('ticket.update', { 'dao/v6/cases update': () => ({}) });
      await status.write({ status: 'New', fields: { casePriority: 'High' } }, '77001');
      expect(status.sent('update')).to.deep.include({ attributeName: ['caseStatus', 'casePriority'] });
      expect(status.sent('update')).not.to.have.property('attributeIds');
    });

    it('APT-16: a comment is a note that says whether the customer sees it', async () => {
      const run = doing('ticket.comment', { 'dao/note createNote': () => ({}) });
      await run.write({ text: 'Any news?', visibility: 'public', authorContact: '269398' }, '77001');
      expect(run.sent('createNote')['noteDetails']).to.deep.equal({
        noteText: 'Any news?',
        objectId: 59,
        objectRefId: 77001,
        createdByObjectId: 2,
        createdByObjectRefId: 269398,
        isDisplayToCustomer: 'Y',
        isSendEmail: 'N',
        isNotifyAssignee: 'Y',
        isNotifyCustomer: 'N',
        assigneeNotificationType: 'ALL',
        isRemindMeEnabled: 'N',
        labels: [],
        associations: [{ objectId: 59, objectRefId: 77001, objectRefName: 'C-1042' }],
      });
      const staff = doing('ticket.comment', { 'dao/note createNote': () => ({}) });
      await staff.write({ text: 'Hm', visibility: 'internal' }, '77001');
      expect(staff.sent('createNote')['noteDetails']).to.include({ isDisplayToCustomer: 'N' });
    });

    it('finds the note of a lost try by text, readers and author', async () => {
      const note = { noteText: 'Any news?', isDisplayToCustomer: 'Y', createdByObjectRefId: 269398 };
      const among = (...data: object[]) =>
        doing('ticket.comment', { 'dao/note getNotes': () => ({ data }) }).find(
          { text: 'Any news?', visibility: 'public', authorContact: '269398' },
          '77001',
        );
      expect(await among({ noteText: 'Else' }, note)).to.equal('77001');
      for (const other of [{ isDisplayToCustomer: 'N' }, { createdByObjectRefId: 5 }, { noteText: 'No' }])
        expect(await among({ ...note, ...other })).to.equal(undefined);
    });

    it('adds a file by its bytes, and finds the one of a lost try by its name and its bytes', async () => {
      const content = Buffer.from('hello').toString('base64');
      const run = doing('file.add', {
        'dao/document uploadDoc': () => ({ documentId: 4, documentName: 'a.txt' }),
      });
      expect(await run.write({ name: 'a.txt', content, authorContact: '269398' }, '77001')).to.deep.equal({
        id: '4',
      });
      expect(run.sent('uploadDoc')).to.deep.equal({
        objectId: '59',
        objectRefId: '77001',
        docName: 'a.txt',
        docTitle: 'a.txt',
        docType: 'txt',
        docSize: '5',
        encodedDocStr: content,
        createdByObjectId: '2',
        createdByObjectRefId: '269398',
      });
      const listed = doing('file.add', {
        'dao/document getAllDocumentsByObjectIdObjectRefId': () => ({
          aaData: [
            { documentId: 3, documentName: 'b.txt' },
            { documentId: 4, documentName: 'a.txt' },
          ],
        }),
        'dao/document getDocumentDownloadUrl': ({ id }) => `https://files.example/${String(id)}`,
      });
      const bytes = Buffer.from('bytes').toString('base64');
      expect(await listed.find({ name: 'a.txt', content: bytes }, '77001')).to.equal('4');
      expect(listed.downloads).to.deep.equal(['https://files.example/4']);
      expect(await listed.find({ name: 'a.txt', content }, '77001')).to.equal(undefined);
      expect(await listed.find({ name: 'c.txt', content: bytes }, '77001')).to.equal(undefined);
    });

    it('gets a file by the address that Apptivo gives for it', async () => {
      const get = plugin.actions(facts, settings)['file.get'];
      if (get?.how !== 'native') throw new Error('Files are not fetched.');
      const fetch = async (answer: unknown) => {
        const run = apptivoSession({ 'dao/document getDocumentDownloadUrl': () => answer });
        const file = { id: '4', name: 'a.txt', record: { module: 'ticket' as const, id: '77001' } };
        const { content } = await get.fetch(run.session, file);
        return [run.downloads, Buffer.from(content).toString()];
      };
      const url = 'https://files.example/4?signature=x';
      expect(await fetch(url)).to.deep.equal([[url], 'bytes']);
      expect(await fetch({ responseObject: url })).to.deep.equal([[url], 'bytes']);
      expect((await faultOf(fetch('no address'))).kind).to.equal('contract');
    });
  });
});
