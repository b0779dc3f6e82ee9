import { expect } from 'chai';

import { requestSync } from '../../../core/queue/nudge-runs.js';
import { startWorker, type QueueWorker } from '../../../core/queue/start-worker.js';
import { storeHints } from '../../../core/hooks/store-hints.js';
import { createLog } from '../../../core/log.js';
import { systemClock } from '../../../core/clock.js';
import { makeDeployment, startPortico, until, type RunningProgram } from '../../bin/portico-process.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { rpmCrowd } from '../../simulators/rpm/rpm-crowd.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';

const log = createLog('silent');

describe('start-worker', () => {
  let rpm: RpmSimulator;
  let other: RpmSimulator;
  let hub: TestHub;
  let stops: (() => Promise<unknown>)[];

  beforeEach(async () => {
    rpm = await startRpmSimulator({ data: rpmCrowd({ customers: 200, contacts: 220, forms: 30, seed: 3 }) });
    other = await startRpmSimulator({ apiKey: 'another key' });
    stops = [];
    hub = await openTestHub([connectionTo('rpm', rpm), connectionTo('other', other)]);
  });

  afterEach(async function () {
    for (const stop of stops.toReversed()) await stop();
    await rpm.close();
    await other.close();
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  const connectionTo = (id: string, { url, apiKey }: RpmSimulator, schedule = '') => ({
    id,
    plugin: 'rpm',
    settings: { url, apiKey },
    schedule,
  });
  const runs = (): Promise<Record<string, unknown>[]> => hub.rows('select * from run order by id');
  const itemsOf = async (connection: string): Promise<number> =>
    Number(
      (await hub.rows('select count(*) as n from item where connection_id = $1', [connection]))[0]?.['n'],
    );
  const isDone = async (id: number): Promise<boolean> =>
    (await hub.rows("select 1 from run where id = $1 and state = 'done'", [id])).length === 1;
  /** A job goes after the run that it was for, and none stays. */
  const jobsEnd = (): Promise<void> =>
    until(async () => !(await hub.rows('select 1 from graphile_worker.jobs')).length, {
      what: 'the end of the jobs',
    });
  const ask = async (connectionId: string): Promise<number> =>
    (await requestSync(hub.database.pool, { connectionId, reason: 'test' })).id;

  async function work(options: Parameters<typeof startWorker>[1] = {}): Promise<QueueWorker> {
    const worker = await startWorker({ ...hub, clock: systemClock, log }, { lookEveryMs: 200, ...options });
    stops.push(() => worker.stop());
    return worker;
  }

  /** A worker as a process of its own, on this test's database. */
  async function spawnWorker(schedule = ''): Promise<RunningProgram> {
    const deployment = await makeDeployment({
      connections: [connectionTo('rpm', rpm), connectionTo('other', other, schedule)],
    });
    const program = startPortico(['serve', '--role', 'worker', '--config', deployment.configFile], {
      DATABASE_URL: hub.database.url,
      PORTICO_DATA: deployment.folder,
    });
    stops.push(async () => {
      program.kill('SIGKILL');
      await program.ended;
      await deployment.remove();
    });
    await program.said(/works/);
    return program;
  }

  /** Every read of a customer takes its time, so that a run can be met half-way. */
  const slowDown = (delay: number): void => rpm.fail({ operation: 'Customer', times: 10_000, delay });

  it('makes a run as soon as it is asked for', async () => {
    await work();
    const id = await ask('other');
    await until(() => isDone(id), { what: 'the run' });
    await jobsEnd();
  });

  it('goes on at the last page within 30 seconds when a worker was killed', async () => {
    await spawnWorker();
    await spawnWorker();
    slowDown(250);
    const id = await ask('rpm');
    await until(async () => (await itemsOf('rpm')) >= 50);
    const [{ worker } = { worker: '' }] = await runs();
    process.kill(Number(String(worker).split(':')[1]), 'SIGKILL');
    const kept = await itemsOf('rpm');
    await until(async () => (await itemsOf('rpm')) > kept, { within: 30_000, what: 'the next page' });
    rpm.recover();
    await until(() => isDone(id));

    expect(await runs()).to.have.length(1);
    expect(await countIn('customers')).to.equal(200);
    const [{ streams } = { streams: {} }] = await runs();
    expect((streams as Record<string, { created: number }>)['customers']?.created, 'counted on').to.equal(
      200,
    );
    // What was under way when it fell is read again, and no more: at most one page and the one asked for
    // ahead.
    expect(rpm.calls()['Customer']).to.be.at.most(200 + 100);
    expect(await hub.rows('select id from worker'), 'the fallen one is forgotten').to.have.length(4);
    await jobsEnd();
  }).timeout(60_000);

  const countIn = async (stream: string): Promise<number> =>
    Number(
      (
        await hub.rows("select count(*) as n from item where connection_id = 'rpm' and stream = $1", [stream])
      )[0]?.['n'],
    );

  it('puts its runs back into the queue at SIGTERM, and another worker goes on at once', async () => {
    const first = await spawnWorker();
    slowDown(250);
    const id = await ask('rpm');
    await until(async () => (await itemsOf('rpm')) >= 50);
    const asked = Date.now();
    first.kill('SIGTERM');
    expect(await first.ended).to.equal(0);
    expect(Date.now() - asked).to.be.lessThan(5000);
    expect(await runs()).to.have.length(1);
    expect((await runs())[0]).to.include({ id, state: 'queued' });
    expect(await hub.rows('select * from worker')).to.deep.equal([]);

    rpm.recover();
    await work();
    await until(() => isDone(id), { within: 10_000 });
    expect(await countIn('customers')).to.equal(200);
    expect(rpm.calls()['Customer']).to.be.at.most(200 + 100);
  });

  it('lets a long run give way when others wait and no worker is free', async () => {
    await work({ concurrency: 1, yieldAfterMs: 300 });
    slowDown(200);
    const long = await ask('rpm');
    await until(async () => (await itemsOf('rpm')) > 0);
    const short = await ask('other');
    await until(() => isDone(short));
    expect(await isDone(long), 'the long one is not over yet').to.equal(false);
    rpm.recover();
    await until(() => isDone(long));
    expect(await countIn('customers')).to.equal(200);
    expect(await runs()).to.have.length(2);
  });

  it('a full run that gave way reads no stream again that it was through with', async () => {
    await work({ concurrency: 1, yieldAfterMs: 300 });
    rpm.fail({ operation: 'ProcForm', times: 10_000, delay: 800 });
    const { id: long } = await requestSync(hub.database.pool, {
      connectionId: 'rpm',
      reason: 'test',
      options: { full: true },
    });
    await until(async () => (await countIn('form.101')) > 0);
    const short = await ask('other');
    await until(() => isDone(short));
    expect(await isDone(long), 'it gave way').to.equal(false);
    await until(() => isDone(long));
    expect(rpm.calls()['Customer']).to.equal(200);
    const [{ streams } = { streams: {} }] = await runs();
    expect((streams as Record<string, object>)['customers']).to.include({ created: 200, read: 200 });
  });

  it('does not lose a hint that comes while a run is under way', async () => {
    const connection = await hub.open('rpm');
    await work();
    slowDown(150);
    await ask('rpm');
    await until(async () => (await itemsOf('rpm')) >= 50);
    const [{ item_id: id } = { item_id: '' }] = await hub.rows(
      "select item_id from item where stream = 'customers'",
    );
    rpm.change.editCustomer({ customerId: Number(id), name: 'Renamed behind its back' });
    await storeHints(hub.database.pool, connection, [{ stream: 'customers', id: String(id) }]);
    rpm.recover();
    await until(
      async () =>
        (await hub.rows('select 1 from customer where name = $1', ['Renamed behind its back'])).length === 1,
    );
    expect((await runs()).map(({ reason }) => reason)).to.deep.equal(['test', 'webhook']);
    await until(async () => (await hub.rows('select 1 from hook where done_at is null')).length === 0);
  });

  it('a connection that cannot be opened ends its run with an issue', async () => {
    await hub.database.pool.query(
      "insert into connection (id, plugin, title, origin) values ('gone', 'rpm', 'Gone', 'config')",
    );
    await work();
    const id = await ask('gone');
    await until(
      async () => (await hub.rows("select 1 from run where id = $1 and state = 'failed'", [id])).length === 1,
    );
    const [issue] = await hub.rows("select * from issue where connection_id = 'gone'");
    expect(issue?.['sentence']).to.contain('no longer in the config file');
  });

  it('fires a tick once over two processes', async () => {
    await spawnWorker('* * * * * *');
    await spawnWorker('* * * * * *');
    await until(async () => (await hub.rows('select 1 from tick')).length >= 6);
    const [{ ticks, asked, doubled } = {}] = await hub.rows(
      `select (select count(*) from tick) as ticks, count(*) as asked,
              count(*) - count(distinct date_trunc('second', requested_at)) as doubled
       from run where reason = 'schedule'`,
    );
    expect(ticks).to.be.within(6, 8);
    expect(asked).to.be.within(2, Number(ticks));
    expect(doubled, 'runs asked for in one second').to.equal(0);
  });
});
