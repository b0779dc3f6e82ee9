import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type WireList } from './apptivo-test-caller.js';
import { apptivoCrowd } from './apptivo-crowd.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';

describe('simulators/apptivo: lists', () => {
  let apptivo: ApptivoSimulator;
  let api: ApptivoCaller;

  beforeEach(async () => {
    apptivo = await startApptivoSimulator();
    api = callApptivo(apptivo);
  });
  afterEach(() => apptivo.close());

  async function restart(options: Parameters<typeof startApptivoSimulator>[0]): Promise<void> {
    await apptivo.close();
    apptivo = await startApptivoSimulator(options);
    api = callApptivo(apptivo);
  }

  it('pages by offset in the order asked for', async () => {
    const seen: number[] = [];
    for (let startIndex = 0; ; startIndex = seen.length) {
      const paging = { startIndex, numRecords: 4, sortColumn: 'creationDate', sortDir: 'desc' };
      const { data, countOfRecords } = await api.call<WireList>('cases getAll', paging);
      expect(countOfRecords).to.equal(14);
      if (!data) break;
      seen.push(...data.map(({ caseId }) => Number(caseId)));
    }
    const times = new Map(apptivo.dump().cases.map((each) => [each.caseId, each.creationDate]));
    const inOrder = [...seen].sort((a, b) => (times.get(a)! < times.get(b)! ? 1 : -1));
    expect(seen).to.have.length(14).and.deep.equal(inOrder);
    expect(seen).not.to.include(77_014);
    apptivo.assumptions.largestPage = 3;
    expect(await api.ids('cases getAll', { numRecords: 100 })).to.have.length(3);
    apptivo.assumptions.sortsBy = 'nothing';
    expect(await api.ids('cases getAll', { sortColumn: 'caseSummary' })).to.deep.equal([
      77_001, 77_002, 77_003,
    ]);
  });

  it('leaves data out of a list without hits, or has it empty or null', async () => {
    const search = () =>
      api.call('cases getAllByAdvancedSearch', { searchData: { caseSummary: 'no such thing' } });
    expect(await search()).to.deep.equal({ countOfRecords: 0 });
    apptivo.assumptions.emptyCount = false;
    expect(await search()).to.deep.equal({});
    apptivo.assumptions.emptyData = 'null';
    expect(await search()).to.deep.equal({ data: null });
    apptivo.assumptions.emptyData = 'empty';
    expect(await search()).to.deep.equal({ data: [] });
  });

  it('cuts searches at record 5,000, which the reverse order gets past, and getAll if assumed to', async () => {
    await restart({ data: apptivoCrowd({ customers: 2, contacts: 6004, records: 0, seed: 1 }) });
    const walk = async (name: string, sortDir: string): Promise<Set<number>> => {
      const seen = new Set<number>();
      for (let startIndex = 0; ; startIndex += 1000) {
        const page = await api.ids(name, { startIndex, numRecords: 1000, sortColumn: 'contactId', sortDir });
        for (const id of page) seen.add(id);
        if (page.length === 0) return seen;
      }
    };
    const [up, down] = [await walk('contacts getAll', 'asc'), await walk('contacts getAll', 'desc')];
    expect([up.size, down.size, new Set([...up, ...down]).size]).to.deep.equal([5000, 5000, 6004]);
    apptivo.assumptions.getAllIsCut = false;
    expect(await walk('contacts getAll', 'asc')).to.have.property('size', 6004);
    expect(await walk('contacts getAllByAdvancedSearch', 'asc')).to.have.property('size', 5000);
    apptivo.assumptions.beyondDepth = 'failure';
    expect(await api.reasonOf('contacts getAllByAdvancedSearch', { startIndex: 5000 })).to.match(/limit/);
  });

  it('gives a session key to an employee, good for the bulk call until it expires', async () => {
    expect(await api.reasonOf('datamanagement getAll', { objectId: 2 })).to.match(/Key/);
    const { responseObject } = await api.json<{ responseObject: { authenticationKey: string } }>(
      '/app/login',
      {
        a: 'login',
        emailId: 'sam.field@caredesk.example',
        password: 'correct horse 7',
        firmId: 40_771,
        generateSessionkey: true,
      },
    );
    const session = { apiKey: '', sessionKey: responseObject.authenticationKey, numRecords: 5000 };
    expect(await api.ids('datamanagement getAll', { ...session, objectId: 2 })).to.have.length(16);
    expect(await api.ids('datamanagement getAll', { ...session, objectId: 3 })).to.have.length(10);
    expect(await api.ids('datamanagement getAll', { ...session, objectId: 59 })).to.have.length(14);
    apptivo.change.expireSessions();
    expect(await api.reasonOf('datamanagement getAll', { ...session, objectId: 2 })).to.match(/Key/);
  });
});
