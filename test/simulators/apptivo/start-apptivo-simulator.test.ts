import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { callApptivo, type ApptivoCaller, type Wire } from './apptivo-test-caller.js';
import { apptivoCrowd } from './apptivo-crowd.js';
import { startApptivoSimulator, type ApptivoSimulator } from './start-apptivo-simulator.js';

describe('simulators/apptivo: transport and dates', () => {
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

  it('tells failures inside HTTP 200; only a bad credential says Key', async () => {
    const answer = await api.post('/app/dao/v6/customers', { a: 'getAll', apiKey: 'wrong' });
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ status: 'FAILURE', reason: 'Invalid API Key' });
    expect(await api.reasonOf('customers getAll', { accessKey: '' })).to.match(/Key/);
    expect(await api.reasonOf('customers getAll', { apiKey: '', sessionKey: 'old' })).to.match(/Key/);
    apptivo.change.revokeKeys();
    expect(await api.reasonOf('customers getAll')).to.equal('Invalid API Key');
    apptivo.change.restoreKeys();
    for (const [name, input] of [
      ['customers getNothing', {}],
      ['customers getById', { customerId: 1 }],
      ['customers getById', {}],
      ['cases save', { caseData: '{"caseSummary":' }],
      ['cases getAll', { userName: 'nobody@caredesk.example' }],
    ] as const)
      expect(await api.reasonOf(name, input), name).not.to.match(/key/i);
  });

  it('takes parameters from the address as well, and knows no other path', async () => {
    const { apiKey, accessKey } = apptivo;
    const query = new URLSearchParams({ a: 'getById', caseId: '77001', apiKey, accessKey });
    const ask = (path: string): Promise<Response> => fetch(`${apptivo.url}${path}?${query}`);
    expect(await (await ask('/app/dao/v6/cases')).json()).to.include({ caseNumber: 'C-1042' });
    for (const path of ['/app/dao/cases', '/app/dao/v6/note', '/app/dao/v6/other'])
      expect((await ask(path)).status, path).to.equal(404);
  });

  it('answers a case as the vendor file writes one', async () => {
    const row = await api.call('cases getById', { caseId: 77_001 });
    expect(row).to.include({
      id: '77001',
      caseId: 77_001,
      caseNumber: 'C-1042',
      caseSummary: 'Router keeps restarting',
      caseStatus: 'New',
      caseStatusId: 101,
      caseCustomer: 'Emma Watson',
      caseCustomerId: 501_900,
      caseContact: 'Harry Porter',
      caseContactId: 269_398,
      objectStatus: '0',
      caseEmail: 'harry@porter.example',
      dateResolved: null,
    });
    expect(row['labels']).to.deep.equal([]);
  });

  it('writes moments in the format and zone of the firm, and says only the format', async () => {
    const dates = async () => {
      const row = await api.call('cases getById', { caseId: 77_007 });
      const { dateFormat } = await api.call('cases getConfigData', { objectId: 59 });
      return [dateFormat, row['lastUpdateDate']];
    };
    expect(await dates()).to.deep.equal(['MM/dd/yyyy', '06/03/2025 08:00:00']);
    await restart({ dateFormat: 'dd/MM/yyyy', zone: 'America/Halifax' });
    expect(await dates()).to.deep.equal(['dd/MM/yyyy', '02/06/2025 23:30:00']);
    apptivo.assumptions.timePattern = '';
    expect(await dates()).to.deep.equal(['dd/MM/yyyy', '02/06/2025']);
    const row = await api.call('cases getById', { caseId: 77_006 });
    expect(row['needByDate']).to.equal('12/06/2025');
    expect((row['customAttributes'] as Wire[])[1]?.['customAttributeValue']).to.equal('03/02/2025');
  });

  it('writes null, nothing or an empty value for what is not there, and null for anything', async () => {
    const jan = async () => api.call('contacts getById', { contactId: 269_411 });
    expect(await jan()).to.include({ accountId: null, accountName: null, jobTitle: null });
    apptivo.assumptions.unset = 'absent';
    expect(await jan()).not.to.have.any.keys('accountId', 'jobTitle');
    apptivo.assumptions.unset = 'empty';
    apptivo.assumptions.emptyArrays = 'null';
    expect(await jan()).to.include({ accountId: '', phoneNumbers: null, customAttributes: null });
    apptivo.assumptions.nulls = ['firstName', 'emailAddresses', 'lastUpdateDate'];
    expect(await jan()).to.include({ firstName: null, emailAddresses: null, lastUpdateDate: null });
  });

  it('wraps a record read alone in each of the ways seen', async () => {
    for (const way of ['data', 'responseObject'] as const) {
      apptivo.assumptions.getByIdWrapper = way;
      const answer = await api.call<Record<string, Wire>>('customers getById', { customerId: 501_930 });
      expect(answer[way]).to.include({ customerName: 'Łódź Küchen & Söhne "東京" <Café>' });
    }
    apptivo.assumptions.unknownId = 'null';
    expect(await api.call('customers getById', { customerId: 501_950 })).to.equal(null);
    apptivo.assumptions.unknownId = 'empty';
    expect(await api.call('customers getById', { customerId: 501_950 })).to.deep.equal({});
  });

  it('limits the calls of a second if a test says so', async () => {
    let clock = Date.UTC(2025, 5, 2, 12);
    await restart({
      now: () => new Date(clock),
      assumptions: { rate: { callsPerSecond: 2, answer: '429' } },
    });
    const status = async () => (await api.post('/app/dao/v6/cases', { a: 'getAll' })).status;
    expect([await status(), await status(), await status()]).to.deep.equal([200, 200, 429]);
    apptivo.assumptions.rate = { callsPerSecond: 2, answer: 'failure' };
    expect(await api.reasonOf('cases getAll')).to.match(/^Too many/);
    apptivo.assumptions.rate = { callsPerSecond: 2, answer: 'page' };
    expect(await (await api.post('/app/dao/v6/cases', { a: 'getAll' })).text()).to.match(/^<!DOCTYPE/);
    clock += 1000;
    expect(await status()).to.equal(200);
  });

  it('shuts for maintenance, keeps an app from the API user, plays faults and logs calls by name', async () => {
    apptivo.change.setMaintenance({ on: true });
    expect((await api.post('/app/dao/v6/cases', { a: 'getAll' })).status).to.equal(503);
    apptivo.change.setMaintenance({ on: false });
    apptivo.change.denyApps({ apps: ['cases'] });
    expect(await api.reasonOf('/app/dao/note getNotes')).to.match(/privilege/);
    expect(await api.ids('customers getAll')).to.have.length(10);
    apptivo.fail({ operation: 'customers.getAll', status: 502, body: '<html>Bad gateway</html>' });
    expect((await api.post('/app/dao/v6/customers', { a: 'getAll' })).status).to.equal(502);
    expect(apptivo.calls()).to.deep.equal({ 'cases.getAll': 1, 'note.getNotes': 1, 'customers.getAll': 2 });
  });

  it('takes staff changes on the control path, and dumps a copy of its state', async () => {
    const control = (name: string, input: object): Promise<Response> =>
      fetch(`${apptivo.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
    expect((await control('renameCustomer', { customerId: 501_914, name: 'H. Baker' })).status).to.equal(200);
    expect(await api.call('customers getById', { customerId: 501_914 })).to.include({
      customerName: 'H. Baker',
    });
    expect((await control('deleteContact', { contactId: 1 })).status).to.equal(400);
    const dump = apptivo.dump();
    expect(await (await fetch(`${apptivo.url}/_control/state`)).json()).to.deep.equal(dump);
    dump.customers.length = 0;
    expect(apptivo.dump().customers).to.have.length(11);
  });

  it('makes the same crowd of one seed, whose ids do not meet the story’s', () => {
    const shared = { firstName: 'Maya', lastName: 'Berg', email: 'maya.berg@shared.example' };
    const of = (seed: number) =>
      apptivoCrowd({ customers: 20, contacts: 60, records: 90, seed, sharedPeople: [shared] });
    expect(of(3)).to.deep.equal(of(3));
    expect(of(3).contacts).not.to.deep.equal(of(4).contacts);
    const { contacts, logins, links, cases } = of(3);
    expect(contacts[0]?.emailAddresses[0]?.emailAddress).to.equal(shared.email);
    expect(logins[0]).to.include({ email: shared.email, state: 'enabled' });
    expect([contacts.length, cases.length]).to.deep.equal([60, 90]);
    expect(links).not.to.be.empty;
    const story = apptivo.dump();
    expect(Math.min(...cases.map(({ caseId }) => caseId))).to.be.above(
      Math.max(...story.cases.map(({ caseId }) => caseId)),
    );
    expect(Math.min(...contacts.map(({ contactId }) => contactId))).to.be.above(
      Math.max(...story.contacts.map(({ contactId }) => contactId)),
    );
  });

  it('runs on its own and ends with its parent', async () => {
    const file = fileURLToPath(new URL('./serve.js', import.meta.url));
    const child = fork(file, ['--crowd', '3,5,7', '--zone', 'UTC'], { silent: true });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const served = JSON.parse(line.toString()) as ApptivoSimulator;
    expect(await callApptivo(served).ids('cases getAll')).to.have.length(7);
    child.disconnect();
    expect((await once(child, 'exit'))[0]).to.equal(0);
  });
});
