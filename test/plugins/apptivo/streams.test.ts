import { expect } from 'chai';

import type { AnyStream, Page, PageRequest } from '../../../core/contract/contract.js';
import { checkStreams } from '../../../core/sync/check-streams.js';
import { plugin } from '../../../plugins/apptivo/plugin.js';
import { streams } from '../../../plugins/apptivo/streams.js';
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

const getAll = (app: string) => `dao/v6/${app} getAll`;
const contactsOf = 'dao/v6/customers getCustomerContacts';
const nothing: Answers = {
  'dao/note getNotes': () => ({}),
  'dao/document getAllDocumentsByObjectIdObjectRefId': () => ({ aaData: null }),
  [contactsOf]: () => ({ data: null }),
};

function reading(name: string, answers: Answers, changed = {}) {
  const all: Record<string, AnyStream<typeof settings>> = streams(facts, { ...settings, ...changed });
  const stream = all[name];
  if (!stream?.page) throw new Error(`There is no stream ${name}.`);
  const run = apptivoSession({ ...nothing, ...answers }, changed);
  const { page, read } = stream;
  return {
    ...run,
    page: async (request: Partial<PageRequest> = {}): Promise<Page<unknown>> =>
      page(run.session, { size: 100, ...request }),
    read: async (ids: string[]) => read?.(run.session, ids),
    map: (item: unknown) => stream.map(item),
  };
}

describe('Apptivo streams', () => {
  it('are customers, contacts and cases, as far as the account may read them', () => {
    expect(Object.keys(checkStreams(plugin, facts, settings))).to.deep.equal([
      'customers',
      'contacts',
      'cases',
    ]);
    const { ticket, ...modules } = facts.modules;
    expect(ticket).to.be.an('object');
    expect(Object.keys(streams({ ...facts, modules }, settings))).to.deep.equal(['customers', 'contacts']);
    for (const each of Object.values(streams(facts, settings)))
      expect(each).to.include({ lag: '1d', order: 'none', full: '1d', deletes: 'sweep', enumerates: 'all' });
  });

  it('read everything by getAll, by creation; what changed by lastUpdateDate, newest first', async () => {
    const run = reading('contacts', { [getAll('contacts')]: () => ({ data: [harry], countOfRecords: 1 }) });
    expect(await run.page()).to.deep.equal({ items: [{ row: harry }], total: 1 });
    await run.page({ since: new Date('2025-06-01T00:00:00Z') });
    expect(
      run.calls.map(({ body: { sortColumn, sortDir, objectId } }) => [sortColumn, sortDir, objectId]),
    ).to.deep.equal([
      ['creationDate', 'asc', '2'],
      ['lastUpdateDate', 'desc', '2'],
    ]);
  });

  it('APT-3: customers come with everybody whom they list, page by page, with both names of the offset', async () => {
    const people = Array.from({ length: 23 }, (_, at) => ({
      contactId: at + 1,
      isPrimary: 'N',
      accountId: 1,
    }));
    for (const counts of [true, false])
      for (const offset of ['startIndex', 'iDisplayStart']) {
        const run = reading('customers', {
          [getAll('customers')]: () => ({ data: [hannah] }),
          [contactsOf]: (body) => {
            const start = Number(body[offset]);
            return { data: people.slice(start, start + 10), ...(counts && { countOfRecords: 23 }) };
          },
        });
        const { items } = await run.page();
        expect(items[0]).to.have.property('people').with.length(23);
        expect(run.calls.filter(({ action }) => action === contactsOf)).to.have.length(counts ? 3 : 4);
      }
  });

  it('APT-3: fewer contacts than a customer counts are no list of its members', async () => {
    const stuck = reading('customers', {
      [getAll('customers')]: () => ({ data: [hannah] }),
      [contactsOf]: () => ({ data: [harry], countOfRecords: 2 }),
    });
    const [item] = (await stuck.page()).items;
    expect(item).to.deep.equal({ row: hannah, counts: 2 });
    expect(stuck.map(item).map((row) => ('code' in row ? row.code : row.kind))).to.deep.equal([
      'customer',
      'MEMBERS_INCOMPLETE',
    ]);
    const silent = reading('customers', {
      [getAll('customers')]: () => ({ data: [hannah] }),
      [contactsOf]: () => ({ data: Array.from({ length: 10 }, (_, at) => ({ ...harry, contactId: at })) }),
    });
    expect((await silent.page()).items[0])
      .to.have.property('people')
      .with.length(10);
  });

  it('looks roles up in the contacts, once a run, where the list of a customer does not say them', async () => {
    const run = reading('customers', {
      [getAll('customers')]: () => ({
        data: [hannah, { ...hannah, id: '2', customerId: 2 }],
        countOfRecords: 2,
      }),
      [contactsOf]: () => ({ data: [{ contactId: 269398, firstName: 'Harry', lastName: 'Porter' }] }),
      [getAll('contacts')]: () => ({ data: [harry], countOfRecords: 1 }),
    });
    const { items } = await run.page();
    expect(items[0]).to.have.deep.property('people', [
      { contactId: 269398, isPrimary: 'Y', accountId: 501914 },
    ]);
    expect(run.actions().filter((each) => each === getAll('contacts'))).to.have.length(1);
  });

  it('APT-13: finds the parent by its name among all customers, once a run', async () => {
    const child = { ...hannah, parentCustomerName: 'Group' };
    const groups = ['8', '9'].map((id) => ({ customerId: id, customerName: 'Group' }));
    const parentsAmong = async (...rows: object[]) => {
      const run = reading('customers', {
        [getAll('customers')]: () => ({ data: [child, ...rows], countOfRecords: 1 + rows.length }),
      });
      const { items } = await run.page();
      const found = run.map(items[0]).find(({ kind }) => kind === 'customer');
      return found?.kind === 'customer' ? found.data.parent : 'none';
    };
    expect(await parentsAmong(groups[0] ?? {})).to.equal('8');
    expect(await parentsAmong(...groups)).to.equal(undefined);
    expect(await parentsAmong(groups[0] ?? {}, { ...groups[1], objectStatus: '1' })).to.equal('8');
    expect(await parentsAmong()).to.equal(undefined);
  });

  it('APT-15, APT-16: cases come with their notes and documents, wherever the lists are in the answers', async () => {
    const notes = [{ noteText: 'Hello', isDisplayToCustomer: 'Y' }];
    const documents = [{ documentId: 4, documentName: 'a.pdf' }];
    for (const name of ['data', 'aaData', 'notes', 'responseObject']) {
      const run = reading('cases', {
        [getAll('cases')]: () => ({ data: [router], countOfRecords: 1 }),
        'dao/note getNotes': () => ({ [name]: notes }),
        'dao/document getAllDocumentsByObjectIdObjectRefId': () => ({ aaData: documents }),
      });
      expect((await run.page()).items).to.deep.equal([{ row: router, notes, documents }]);
    }
    const bare = reading('cases', {
      [getAll('cases')]: () => ({ data: [router] }),
      'dao/note getNotes': () => notes,
    });
    expect((await bare.page()).items[0]).to.deep.include({ notes });
  });

  it('APT-16: where notes do not say who sees them, those of the news feed are the customer’s', async () => {
    const run = reading('cases', {
      [getAll('cases')]: () => ({ data: [router], countOfRecords: 1 }),
      'dao/note getNotes': () => ({ data: [{ noteText: 'Hello' }, { noteText: 'Pays late' }] }),
      'dao/newsfeed getWallMessagesBySelectedEmployeeIds': ({ eventType }) => ({
        wallEntries: [{ collabObjectJSON: JSON.stringify({ noteText: 'Hello', eventType }) }, null],
      }),
    });
    const [row] = run.map((await run.page()).items[0]);
    expect(row).to.have.deep.nested.property('data.comments', [
      { text: 'Hello', visibility: 'public' },
      { text: 'Pays late', visibility: 'internal' },
    ]);
    expect(run.calls.at(-2)?.body).to.include({ eventType: 'EVENT_TYPES_EXTERNAL', objectRefId: '77001' });
  });

  it('reads all pages of notes, and stops at one that comes again', async () => {
    const notes = Array.from({ length: 130 }, (_, noteId) => ({
      noteId,
      noteText: 'x',
      isDisplayToCustomer: 'N',
    }));
    const count = async (answer: (start: number) => unknown) => {
      const run = reading('cases', {
        [getAll('cases')]: () => ({ data: [router], countOfRecords: 1 }),
        'dao/note getNotes': ({ startIndex }) => answer(Number(startIndex)),
      });
      const [item] = (await run.page()).items as { notes?: unknown[] }[];
      return item?.notes?.length;
    };
    expect(await count((start) => ({ data: notes.slice(start, start + 100) }))).to.equal(130);
    expect(await count(() => ({ data: notes.slice(0, 100) }))).to.equal(100);
    expect(await count(() => ({ menu: 'x' }))).to.equal(undefined);
    expect(await count(() => ({ countOfRecords: 0 }))).to.equal(0);
  });

  it('leaves the details of long closed cases, and of what the account may not read, as they are held', async () => {
    const old = { ...router, caseStatus: 'Closed', lastUpdateDate: '01/03/2025 09:01:00' };
    const closed = reading('cases', { [getAll('cases')]: () => ({ data: [old], countOfRecords: 1 }) });
    expect((await closed.page()).items).to.deep.equal([{ row: old }]);
    const longer = reading(
      'cases',
      { [getAll('cases')]: () => ({ data: [old], countOfRecords: 1 }) },
      { detailDays: 999 },
    );
    await longer.page();
    expect(longer.calls).to.have.length(3);
    const refused = reading('cases', {
      [getAll('cases')]: () => ({ data: [router], countOfRecords: 1 }),
      'dao/note getNotes': () => failure('No permission for notes'),
    });
    expect((await refused.page()).items[0]).to.deep.include({ row: router, notes: undefined });
  });

  it('reads by id, and leaves out what is gone', async () => {
    const run = reading('contacts', {
      'dao/v6/contacts getById': ({ contactId }) =>
        contactId === '269398' ? { data: harry } : failure('Contact not found'),
    });
    expect(await run.read(['269398', '5'])).to.deep.equal([{ row: harry }]);
  });
});
