import { expect } from 'chai';

import { createLog } from '../../../core/log.js';
import { startSchedules } from '../../../core/queue/schedules.js';
import { until } from '../../bin/portico-process.js';
import { openTestHub, type TestHub } from '../../hub.js';

const log = createLog('silent');

describe('schedules', () => {
  let hub: TestHub;
  let stops: (() => Promise<unknown>)[];

  beforeEach(async () => {
    stops = [];
    const settings = { url: 'http://127.0.0.1:9', apiKey: 'a key' };
    hub = await openTestHub([{ id: 'other', plugin: 'rpm', settings, schedule: '' }]);
  });
  afterEach(async function () {
    for (const stop of stops.toReversed()) await stop();
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  const runs = (): Promise<Record<string, unknown>[]> => hub.rows('select * from run order by id');
  const schedule = (expression: string): Promise<unknown> =>
    hub.database.pool.query("update connection set schedule = $1 where id = 'other'", [expression]);
  const follow = async (): Promise<void> => {
    const schedules = await startSchedules({ ...hub, log }, { everyMs: 200 });
    stops.push(() => schedules.stop());
  };
  const ticks = (): Promise<Record<string, unknown>[]> => hub.rows('select * from tick order by at');

  it('names the connection whose expression cannot be read, and picks up the corrected one', async () => {
    await schedule('every day');
    await follow();
    const issues = (): Promise<Record<string, unknown>[]> =>
      hub.rows("select sentence, remedy from issue where kind = 'SCHEDULE' and closed_at is null");
    expect(await issues()).to.have.length(1);
    expect((await issues())[0]?.['sentence'])
      .to.contain('Connection other')
      .and.to.contain('"every day"');
    await schedule('* * * * * *');
    await until(async () => (await ticks()).length > 0);
    expect(await issues()).to.deep.equal([]);
    expect((await runs()).map((run) => run['connection_id'])).to.deep.equal(['other']);
  });

  it('catches up a tick that nobody was there for, once', async () => {
    await schedule('0 3 * * *');
    const missed = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 21 * 3_600_000);
    await hub.database.pool.query("insert into tick (connection_id, at, next_at) values ('other', $1, $2)", [
      new Date(missed.getTime() - 86_400_000),
      missed,
    ]);
    await follow();
    await follow();
    expect(await runs()).to.have.length(1);
    const [, caught] = await ticks();
    expect(caught?.['at']).to.deep.equal(missed);
    expect(Number(caught?.['next_at'])).to.be.greaterThan(Date.now());
  });

  it('leaves a connection alone that is paused or has no schedule', async () => {
    await schedule('* * * * * *');
    await hub.connections.pause('other', true);
    await follow();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await ticks()).to.deep.equal([]);
    await hub.connections.pause('other', false);
    await until(async () => (await ticks()).length > 0);
  });

  it('leaves a tick for later while a run is under way that reads less', async () => {
    await hub.database.pool.query(
      `insert into run (connection_id, state, reason, options, started_at)
       values ('other', 'queued', 'webhook', '{"hooks": true}', now())`,
    );
    await schedule('* * * * * *');
    await follow();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await ticks()).to.deep.equal([]);
    await hub.database.pool.query("update run set state = 'done', finished_at = now()");
    await until(async () => (await ticks()).length > 0);
    expect((await runs())[1]).to.include({ reason: 'schedule' });
  });
});
