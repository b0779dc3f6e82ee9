import assert from 'node:assert/strict';
import {
  startVtigerSimulator,
  type VtigerSimulator,
  type VtigerSimulatorOptions,
} from './start-vtiger-simulator.js';
import type { Row } from './vtiger-data.js';
import { VtigerTestClient } from './vtiger-test-client.js';

describe('vtiger simulator', () => {
  let simulator: VtigerSimulator;
  let client: VtigerTestClient;

  async function start(options: VtigerSimulatorOptions = {}): Promise<void> {
    simulator = await startVtigerSimulator(options);
    client = new VtigerTestClient(simulator);
    await client.login();
  }
  afterEach(() => simulator.close());

  it('V-1: a session that staff end is refused with the code they choose, and a new login works', async () => {
    await start();
    simulator.change.expireSessions();
    assert.equal((await client.query('SELECT id FROM Accounts;')).error?.code, 'SESSION_EXPIRED');
    await client.login();
    simulator.change.expireSessions({ code: 'INVALID_SESSIONID' });
    assert.equal((await client.query('SELECT id FROM Accounts;')).error?.code, 'INVALID_SESSIONID');
    await client.login();
    assert.equal((await client.query('SELECT id FROM Accounts;')).success, true);
  });

  it('V-1: a session ends after a day, and extendsession keeps it alive', async () => {
    let now = new Date('2026-11-21T12:00:00Z');
    await start({ now: () => now });
    now = new Date('2026-11-22T11:00:00Z');
    assert.equal((await client.post({ operation: 'extendsession' })).success, true);
    now = new Date('2026-11-23T10:00:00Z');
    assert.equal((await client.post({ operation: 'listtypes' })).success, true);
    now = new Date('2026-11-24T10:00:00Z');
    assert.equal((await client.post({ operation: 'listtypes' })).error?.code, 'SESSION_EXPIRED');
  });

  it('V-1: a revoked user and a changed access key are refused', async () => {
    await start();
    await client.control('setAccessKey', { user: 'admin', accessKey: 'new-key' });
    assert.equal((await client.login()).error?.code, 'INVALID_USER_CREDENTIALS');
    assert.equal((await client.login('admin', 'new-key')).success, true);
    await client.control('revokeUser', { user: 'admin' });
    assert.equal((await client.login('admin', 'new-key')).error?.message, 'Given user is inactive');
  });

  it('V-2: trouble is switched on and off: maintenance text, 500 without a body, 502, a restricted file', async () => {
    await start();
    const ask = async (): Promise<[number, string]> => {
      const answer = await client.get({ operation: 'listtypes' });
      return [answer.status, (await answer.text()).slice(0, 30)];
    };
    await client.control('maintenance', { on: true });
    assert.deepEqual(await ask(), [200, 'Webservice - Service is not ac']);
    await client.control('maintenance', { on: false });
    await client.control('databaseDown', { on: true });
    assert.deepEqual(await ask(), [500, '']);
    await client.control('databaseDown', { on: false });
    simulator.change.restrictedFile({ on: true });
    assert.deepEqual(await ask(), [200, 'Sorry! Attempt to access restr']);
    simulator.change.restrictedFile({ on: false });
    assert.equal((await ask())[1].slice(0, 15), '{"success":true');
  });

  it('V-3: coreBOS hands out one token for two hours', async () => {
    let now = new Date('2026-11-21T12:00:00Z');
    await start({ now: () => now });
    const token = await client.token('admin');
    assert.equal(await client.token('admin'), token);
    now = new Date('2026-11-21T14:00:01Z');
    assert.equal(
      (await client.loginWith(token, 'admin', simulator.accessKey)).error?.code,
      'INVALID_AUTH_TOKEN',
    );
    assert.notEqual(await client.token('admin'), token);
  });

  it('V-3: a second challenge of vtiger kills the first', async () => {
    await start({ flavour: 'vtiger' });
    const [first, second] = [await client.token('admin'), await client.token('admin')];
    assert.equal((await client.loginWith(first, 'admin', simulator.accessKey)).success, false);
    assert.equal((await client.loginWith(second, 'admin', simulator.accessKey)).success, true);
  });

  it('V-8: an admin sees all deletes in sync, another user only of his own records', async () => {
    let now = new Date('2026-11-21T20:00:00Z');
    await start({ now: () => now });
    const modifiedTime = String(now.getTime() / 1000);
    const sync = async (): Promise<{ updated: Row[]; deleted: string[]; more: boolean }> => {
      const { result } = await client.post({ operation: 'sync', modifiedTime, elementType: 'Contacts' });
      return result as { updated: Row[]; deleted: string[]; more: boolean };
    };
    now = new Date('2026-11-21T20:01:00Z');
    simulator.change.deleteRecord({ id: '12x8610' });
    assert.deepEqual((await sync()).deleted, ['12x8610']);
    await client.login('integration', 'integration-access-key');
    assert.deepEqual((await sync()).deleted, []);
    simulator.change.restoreRecord({ id: '12x8610' });
    simulator.change.editRecord({ id: '12x8610', values: { assigned_user_id: '19x7' } });
    const { updated, deleted } = await sync();
    assert.deepEqual([updated.map(({ id }) => id), deleted], [['12x8610'], []]);
    simulator.change.deleteRecord({ id: '12x8610' });
    assert.deepEqual((await sync()).deleted, ['12x8610']);
  });

  it('V-8, c950: sync can be made to die', async () => {
    await start();
    simulator.change.syncDies({ on: true });
    const answer = await client.get({ operation: 'sync', modifiedTime: '0', elementType: 'Contacts' });
    assert.deepEqual([answer.status, await answer.text()], [500, '']);
  });

  it('V-18: rights can be taken from a user while it works', async () => {
    await start();
    await client.login('integration', 'integration-access-key');
    assert.equal((await client.rows('SELECT * FROM Contacts LIMIT 1;'))[0]?.['phone'], '+44 20 7946 0000');
    await client.control('hideField', { user: 'integration', module: 'Contacts', field: 'phone' });
    assert.equal((await client.rows('SELECT * FROM Contacts LIMIT 1;'))[0]?.['phone'], undefined);
    const hidden = await client.query("SELECT id FROM Contacts WHERE phone = '1';");
    assert.equal(hidden.error?.message, "Permission to access '.phone.' attribute denied.");
    await client.control('denyModule', { user: 'integration', module: 'Invoice' });
    assert.equal((await client.query('SELECT id FROM Invoice;')).error?.code, 'ACCESS_DENIED');
    const { types } = (await client.post({ operation: 'listtypes' })).result as { types: string[] };
    assert.equal(types.includes('Invoice'), false);
    await client.control('denyModule', { user: 'integration', module: 'Invoice', on: false });
    assert.equal((await client.query('SELECT id FROM Invoice;')).success, true);
  });

  it('staff changes show at once, with a new time of change', async () => {
    let now = new Date('2026-11-21T20:00:00Z');
    await start({ now: () => now });
    now = new Date('2026-11-21T20:05:00Z');
    const input = {
      contact: '12x8610',
      on: true,
      start: '2026-01-01',
      end: '2027-12-31',
      password: 'sesame',
    };
    simulator.change.setPortal(input);
    const signIn = { operation: 'authenticateContact', email: 'person2@company2.example' };
    assert.equal((await client.post({ ...signIn, password: 'sesame' })).result, '12x8610');
    assert.equal((await client.post({ ...signIn, password: 'nope' })).result, false);
    simulator.change.setPortal({ contact: '12x8610', on: false });
    assert.equal((await client.post({ ...signIn, password: 'sesame' })).result, false);
    simulator.change.moveContact({ contact: '12x8610', account: '11x8588' });
    const [moved] = await client.rows("SELECT account_id,modifiedtime FROM Contacts WHERE id = '12x8610';");
    assert.deepEqual(moved, {
      account_id: '11x8588',
      modifiedtime: '2026-11-21 20:05:00',
      imagenamefullpath: '',
    });
    const values = { lastname: 'Neu', account_id: '11x8588' };
    const { id } = simulator.change.createRecord({ module: 'Contacts', values });
    const colleagues = await client.rows("SELECT id FROM Contacts WHERE account_id = '11x8588';");
    assert.deepEqual(colleagues.map((each) => each['id']).slice(-1), [id]);
  });

  it('names its operations in the log, and plays faults by that name', async () => {
    await start();
    simulator.fail({ operation: 'query Contacts', drop: true });
    await assert.rejects(client.query('SELECT id FROM Contacts;'));
    assert.equal((await client.query('SELECT id FROM Contacts;')).success, true);
    await client.post({ operation: 'describe', elementType: 'Contacts' });
    await client.retrieve('12x8610');
    assert.deepEqual(simulator.calls(), {
      getchallenge: 1,
      login: 1,
      'query Contacts': 2,
      'describe Contacts': 1,
      retrieve: 1,
    });
  });
});
