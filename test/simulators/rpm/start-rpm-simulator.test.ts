import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { rpmCrowd } from './rpm-crowd.js';
import { startRpmSimulator, type RpmSimulator } from './start-rpm-simulator.js';
import { STORY_PROCESS } from './story-forms.js';
import { callRpm, type RpmCaller } from './test-caller.js';

describe('simulators/rpm: the service', () => {
  let rpm: RpmSimulator;
  let api: RpmCaller;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    api = callRpm(rpm);
  });
  afterEach(() => rpm.close());

  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(rpm.url + path, init);

  it('answers Info in an envelope, whatever the case of the path and with or without a body', async () => {
    const headers = { rpmapikey: rpm.apiKey };
    for (const init of [{ body: '{}' }, {}]) {
      for (const path of ['/rpm/api2.svc/Info', '/RPM/Api2.svc/Info']) {
        const answer = await ask(path, { method: 'POST', headers, ...init });
        expect(answer.status).to.equal(200);
        const { Result } = (await answer.json()) as { Result: object };
        expect(Result).to.include({ TimeOffset: '-03:30', TimeDst: false, UserID: 310, User: 'API user' });
      }
    }
  });

  it('tells a missing or unknown key as plain text inside HTTP 200', async () => {
    for (const [headers, text] of [
      [{}, /^Valid key required$/],
      [{ RpmApiKey: 'wrong' }, /^Key not found/],
    ] as const) {
      const answer = await ask('/rpm/api2.svc/Info', { method: 'POST', headers, body: '{}' });
      expect(answer.status).to.equal(200);
      expect(((await answer.json()) as { Result: { Error: string } }).Result.Error).to.match(text);
    }
  });

  it('tells other failures as an object with a message', async () => {
    expect(await api.result('ProcForm', { FormID: 1 })).to.deep.equal({
      Error: { Message: 'Form not found' },
    });
    expect(await api.errorOf('User')).to.equal('Call requires parameter: "Username" which was not found');
    expect(await api.errorOf('Customer')).to.equal('Customer name or ID must be specified');
    expect(await api.errorOf('ProcViews', { ProcessID: 99 })).to.equal('Process not found');
    expect(await api.errorOf('ProcForms', { ProcessID: 12, ViewID: 1 })).to.equal('View not found');
  });

  it('takes POST only, and knows no other address', async () => {
    expect((await ask('/rpm/api2.svc/Info')).status).to.equal(405);
    expect((await ask('/rpm/api2.svc/CustomerTrash', { method: 'POST' })).status).to.equal(404);
    expect((await ask('/rpm/api2.svc/addContact', { method: 'POST' })).status).to.equal(404);
  });

  it('says so when there is nothing to list', async () => {
    await rpm.close();
    rpm = await startRpmSimulator({ data: rpmCrowd({ customers: 0, contacts: 0, forms: 0, seed: 1 }) });
    api = callRpm(rpm);
    expect(await api.errorOf('Customers')).to.equal('No customers');
    expect(await api.errorOf('ProcForms', { ProcessID: 101 })).to.equal('No forms');
    expect(await api.errorOf('ProcFormList', { ProcessID: 101 })).to.equal('No forms');
    expect(await api.result('CustomerUsers')).to.deep.equal({ CustomerUsers: [] });
  });

  it('gives dates in the subscriber’s zone, without saying so', async () => {
    const modifiedIn = async (timeOffset: string, timeDst = false): Promise<string> => {
      const other = await startRpmSimulator({ timeOffset, timeDst });
      const { Modified } = await callRpm(other).customer(4021);
      await other.close();
      return Modified;
    };
    expect(await modifiedIn('+00:00')).to.equal('6/2/2025 11:40:12 PM');
    expect(await modifiedIn('-07:00')).to.equal('6/2/2025 4:40:12 PM');
    expect(await modifiedIn('-07:00', true)).to.equal('6/2/2025 5:40:12 PM');
    expect(await modifiedIn('+05:30')).to.equal('6/3/2025 5:10:12 AM');
  });

  it('logs calls by RPM’s names and plays faults', async () => {
    rpm.fail({
      operation: 'Customers',
      json: { Result: { Error: { Message: 'API daily limit reached' } } },
    });
    expect(await api.errorOf('customers')).to.equal('API daily limit reached');
    expect(await api.errorOf('Customers')).to.equal(undefined);
    expect(rpm.calls()).to.deep.equal({ Customers: 2 });
    expect(rpm.log[0]).to.include({ method: 'POST', path: '/rpm/Api2.svc/customers', status: 200 });
  });

  it('takes staff changes on the control path, and dumps a copy of its state', async () => {
    const control = (name: string, input: object): Promise<Response> =>
      ask(`/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
    const added = (await (await control('addCustomer', { name: 'Fern Foods' })).json()) as {
      customerId: number;
    };
    expect(await api.customer(added.customerId)).to.include({ Name: 'Fern Foods' });
    expect((await control('lockUser', { userId: 1 })).status).to.equal(400);
    const dump = rpm.dump();
    expect(dump.customers.at(-1)).to.include({ name: 'Fern Foods' });
    expect(await (await ask('/_control/state')).json()).to.deep.equal(dump);
    dump.customers.length = 0;
    expect(rpm.dump().customers).to.have.length(7);
    expect(rpm.calls()).to.deep.equal({ Customer: 1 });
  });

  it('makes the same crowd of one seed, and another of another', () => {
    const of = (seed: number) => rpmCrowd({ customers: 20, contacts: 60, forms: 100, seed });
    expect(of(1)).to.deep.equal(of(1));
    expect(of(1).contacts).not.to.deep.equal(of(2).contacts);
    const shared = { firstName: 'Maya', lastName: 'Berg', email: 'maya.berg@shared.example' };
    const crowd = rpmCrowd({ customers: 5, contacts: 8, forms: 9, seed: 3, sharedPeople: [shared] });
    expect(crowd.contacts[0]).to.include(shared);
    expect(crowd.contacts).to.have.length(8);
  });

  it('lists 10,000 customers and 100,000 forms without delay', async () => {
    const data = rpmCrowd({ customers: 10_000, contacts: 30_000, forms: 100_000, seed: 7 });
    await rpm.close();
    rpm = await startRpmSimulator({ data });
    api = callRpm(rpm);
    const began = Date.now();
    expect((await api.result<{ Customers: [] }>('Customers')).Customers).to.have.length.above(10_000);
    let forms = 0;
    for (const ProcessID of [101, 102, 103]) {
      forms += (await api.result<{ Forms: [] }>('ProcFormList', { ProcessID, IncludeArchived: true })).Forms
        .length;
      await api.result('ProcForms', { ProcessID });
    }
    expect(forms).to.be.above(90_000);
    expect(Date.now() - began).to.be.below(10_000);
  });

  it('runs on its own and ends with its parent', async () => {
    const file = fileURLToPath(new URL('./serve.js', import.meta.url));
    const child = fork(file, ['--crowd', '3,5,7', '--seed', '1'], { silent: true });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { url, apiKey } = JSON.parse(line.toString()) as { url: string; apiKey: string };
    const answer = await fetch(`${url}/rpm/api2.svc/Customers`, {
      method: 'POST',
      headers: { RpmApiKey: apiKey },
    });
    expect(((await answer.json()) as { Result: { Customers: [] } }).Result.Customers).to.have.length(3);
    child.disconnect();
    expect((await once(child, 'exit'))[0]).to.equal(0);
  });

  it('hides what the API user may not see', async () => {
    const { hidden, noPermission, closedToCustomers } = STORY_PROCESS;
    expect(await api.errorOf('ProcForms', { ProcessID: hidden })).to.equal('User lacks permission');
    expect(await api.errorOf('ProcFields', { ProcessID: noPermission })).to.equal('User lacks permission');
    expect(await api.errorOf('ProcForm', { FormID: 31040 })).to.equal('Form not found');
    const { Procs } = await api.result<{ Procs: { ProcessID: number; Permission: number }[] }>('Procs');
    expect(Procs.find(({ ProcessID }) => ProcessID === hidden)).to.include({ Permission: 1 });
    const own = await api.result<{ Forms: { N: string }[] }>('ProcFormList', { ProcessID: 19 });
    expect(own.Forms.map(({ N }) => N)).to.deep.equal(['SL-0001']);
    expect(await api.result('ProcSecurity', { ProcessID: closedToCustomers })).to.deep.include({
      CustomerUsers: false,
      RolesAndGroups: [{ ID: 1 }],
    });
  });
});
