import { expect } from 'chai';

import { openTestHub, type TestHub } from '../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../simulators/rpm/start-rpm-simulator.js';
import { recordedData } from '../simulators/vtiger/recorded-data.js';
import { startVtigerSimulator, type VtigerSimulator } from '../simulators/vtiger/start-vtiger-simulator.js';

describe('a vendor that lies or fails', function () {
  this.timeout(120_000);
  let rpm: RpmSimulator;
  let vtiger: VtigerSimulator;
  let hub: TestHub;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    vtiger = await startVtigerSimulator({ data: recordedData() });
    hub = await openTestHub([
      { id: 'rpm', plugin: 'rpm', settings: { url: rpm.url, apiKey: rpm.apiKey } },
      {
        id: 'vtiger',
        plugin: 'vtiger',
        settings: { url: vtiger.url, user: vtiger.user, accessKey: vtiger.accessKey },
      },
    ]);
  });

  afterEach(async function () {
    await rpm.close();
    await vtiger.close();
    if (this.currentTest?.isPassed()) await hub.close();
  });

  const held = async (): Promise<Record<string, unknown>> => {
    const [row] = await hub.rows(`select (select count(*) from contact where deleted_at is null) as contacts,
      (select count(*) from record where deleted_at is null) as records, (select count(*) from member) as members,
      (select count(*) from login where deleted_at is null) as logins`);
    return row!;
  };
  const issues = () =>
    hub.rows('select connection_id, cause, sentence, remedy from issue where closed_at is null order by id');

  it('is tried again through passing failures: a dropped socket, a 503, half an answer', async () => {
    rpm.fail({ operation: 'Customers', drop: true });
    rpm.fail({ operation: 'CustomerUsers', status: 503, body: 'busy' });
    rpm.fail({ operation: 'Procs', truncate: 40 });
    expect((await hub.sync('rpm')).state).to.equal('done');
    expect(await issues()).to.deep.equal([]);
  });

  it('ends the run with one issue that names the connection and the remedy, and loses nothing', async () => {
    await hub.sync('rpm');
    await hub.sync('vtiger');
    const before = await held();
    rpm.fail({ times: 1000, status: 200, body: '<html><title>Maintenance</title>Back soon</html>' });
    vtiger.fail({ times: 1000, status: 200, body: '<html><title>Maintenance</title>Back soon</html>' });
    for (const id of ['rpm', 'vtiger']) {
      const { state, error } = await hub.sync(id);
      expect(state).to.equal('failed');
      expect(error).to.include({ kind: 'transient' });
    }
    const open = await issues();
    expect(open.map(({ connection_id }) => connection_id)).to.deep.equal(['rpm', 'vtiger']);
    for (const { connection_id, sentence, remedy } of open) {
      expect(sentence).to.contain(String(connection_id));
      expect(remedy).to.contain('tried again');
    }
    expect(await held()).to.deep.equal(before);
    rpm.recover();
    vtiger.recover();
    expect((await hub.sync('rpm')).state).to.equal('done');
    expect((await hub.sync('vtiger')).state).to.equal('done');
    expect(await issues()).to.deep.equal([]);
    expect(await held()).to.deep.equal(before);
  });

  it('is refused when nothing answers at its address', async () => {
    await rpm.close();
    const { state, error } = await hub.sync('rpm');
    expect(state).to.equal('failed');
    expect(error?.message)
      .to.contain('rpm')
      .and.to.match(/refused|answer/i);
    rpm = await startRpmSimulator();
  });

  it('says what to renew when the key is no longer good, and never shows the key', async () => {
    const { id } = { id: 'revoked' };
    await hub.connections.add({ id, plugin: 'rpm', settings: { url: rpm.url, apiKey: 'marker-secret-key' } });
    const { state, error } = await hub.sync(id);
    expect(state).to.equal('failed');
    expect(error).to.include({ kind: 'auth' });
    const [issue] = await issues();
    expect(issue!['remedy']).to.contain('Renew the credentials');
    const everything = JSON.stringify([
      await hub.rows('select * from connection'),
      await hub.rows('select * from issue'),
      await hub.rows('select * from run'),
      await hub.rows('select * from item'),
      String(error),
      error?.stack,
    ]);
    expect(everything).not.to.contain('marker-secret-key');
  });

  it('lets the other streams go on when one module is denied, and keeps what was held of it', async () => {
    await hub.sync('vtiger');
    const before = await held();
    vtiger.change.denyModule({ user: vtiger.user, module: 'Invoice' });
    const { state, streams } = await hub.sync('vtiger');
    expect(state).to.equal('failed');
    expect(streams).to.include.keys('tickets', 'projects');
    const [issue, ...others] = await issues();
    expect(others).to.deep.equal([]);
    expect(issue).to.include({ connection_id: 'vtiger', cause: 'invoices' });
    expect(issue!['sentence']).to.contain('ACCESS_DENIED');
    expect(await held()).to.deep.equal(before);
  });

  it('is a contract fault when a list is something else, and takes nothing away', async () => {
    await hub.sync('rpm');
    const before = await held();
    rpm.change.addCustomer({ name: 'One more' });
    for (const answer of [
      { Result: { Customers: 'none' } },
      { Result: {} },
      { Result: { Customers: [{ Name: 'no id' }] } },
      { Whatever: 1 },
      [],
    ]) {
      rpm.fail({ operation: 'Customers', json: answer });
      const { state, error } = await hub.sync('rpm');
      expect(state, JSON.stringify(answer)).to.equal('failed');
      expect(error).to.include({ kind: 'contract' });
      expect(await held()).to.deep.equal(before);
    }
    expect((await hub.sync('rpm')).state).to.equal('done');
  });

  it('cannot take everything away with `Contacts: []` for everybody', async () => {
    await hub.sync('rpm');
    const before = await held();
    rpm.fail({
      operation: 'Customer',
      times: 1000,
      alter: (json) => ({ Result: { ...(json as { Result: object }).Result, Contacts: [] } }),
    });
    const { streams } = await hub.sync('rpm', { full: true });
    expect(streams['customers']!.held).to.be.above(0);
    const after = await held();
    expect(Number(after['members'])).to.be.at.least(Number(before['members']) - 3);
    const [issue] = await issues();
    expect(issue).to.include({ cause: 'customers' });
    expect(issue!['remedy']).to.contain('portico deletes list rpm');
  });

  it('cannot keep a run going with pages that never end', async () => {
    const page = Array.from({ length: 100 }, (_, index) => ({
      id: `12x${9000 + index}`,
      lastname: `Endless ${index}`,
      modifiedtime: '2026-06-01 09:30:00',
    }));
    vtiger.fail({
      operation: 'query Contacts',
      times: 1_000_000,
      alter: (json) => (JSON.stringify(json).includes('"count"') ? json : { success: true, result: page }),
    });
    const { state, error } = await hub.sync('vtiger', { streams: ['contacts'] });
    expect(state).to.equal('failed');
    expect(error).to.include({ kind: 'contract' });
    expect(error?.message)
      .to.contain('contacts')
      .and.to.match(/points back to itself|same page twice/);
  });

  it('gives a customer of two primary contacts an issue, and takes the lowest id until it is mended', async () => {
    const twice = (json: unknown): unknown => {
      const { Result } = json as { Result: { Contacts?: { IsPrimary: boolean }[] } };
      for (const each of Result.Contacts ?? []) each.IsPrimary = true;
      return json;
    };
    rpm.fail({ operation: 'Customer', times: 1000, alter: twice });
    await hub.sync('rpm');
    const open = await hub.rows(
      "select cause, sentence from issue where kind = 'TWO_PRIMARIES' and closed_at is null",
    );
    expect(open.length).to.be.above(0);
    expect(open[0]!['sentence']).to.match(/has \d+ primary contacts/);
    rpm.recover();
    await hub.sync('rpm', { full: true });
    expect(
      await hub.rows("select 1 from issue where kind = 'TWO_PRIMARIES' and closed_at is null"),
    ).to.deep.equal([]);
  });
});
