import { expect } from 'chai';

import { createLog } from '../../../core/log.js';
import { systemClock } from '../../../core/clock.js';
import { requestSync } from '../../../core/queue/nudge-runs.js';
import { takeParticipantsTick } from '../../../core/queue/nudge-participants.js';
import { startWorker } from '../../../core/queue/start-worker.js';
import { enqueueCommand } from '../../../core/sync/outbox/enqueue-command.js';
import { makeDeployment, startPortico, until, type RunningProgram } from '../../bin/portico-process.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';
import { applyPolicy, letIn } from '../participants/portal.js';

describe('outbox, written by workers', () => {
  let rpm: RpmSimulator;
  let hub: TestHub;
  let stops: (() => Promise<unknown>)[];
  const router = 31015;
  const since = new Date(Date.now() - 60_000).toISOString();
  const connection = () => ({
    id: 'rpm',
    plugin: 'rpm',
    settings: { url: rpm.url, apiKey: rpm.apiKey },
    schedule: '',
    participants: { 'form.12': since },
  });

  beforeEach(async () => {
    stops = [];
    rpm = await startRpmSimulator();
    hub = await openTestHub([connection()]);
    await hub.sync('rpm');
    await applyPolicy(hub, 'rpm');
  });
  afterEach(async function () {
    for (const stop of stops.toReversed()) await stop();
    await rpm.close();
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  async function work(): Promise<void> {
    const deps = { ...hub, clock: systemClock, log: createLog('silent') };
    const worker = await startWorker(deps, { lookEveryMs: 200 });
    stops.push(() => worker.stop());
  }

  async function spawnWorker(): Promise<RunningProgram> {
    const deployment = await makeDeployment({ connections: [connection()] });
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

  const formOf = (id: number) => rpm.dump().forms.find(({ formId }) => formId === id);
  const stateOf = async (): Promise<unknown> => (await hub.rows('select state from command'))[0]?.['state'];

  it('RPM-22: a sync that brings a saved form is followed by auto-add, and that by RPM being told', async () => {
    await letIn(hub, 'rpm', '881');
    await work();
    rpm.change.editForm({ formId: router, fields: { Subject: 'saved' } });
    await requestSync(hub.database.pool, { connectionId: 'rpm', reason: 'test' });
    await until(() => formOf(router)?.participants.some(({ userId }) => userId === 70021) ?? false);
    await until(async () => (await stateOf()) === 'done');
    expect(await hub.rows("select target, state from participant where origin = 'auto'")).to.deep.equal([
      { target: '70021', state: 'present' },
    ]);
  });

  it('takes a tick of auto-add once, and with it those whose access is new', async () => {
    rpm.change.editForm({ formId: router, fields: { Subject: 'saved' } });
    await hub.sync('rpm');
    await letIn(hub, 'rpm', '881');
    const at = new Date();
    await takeParticipantsTick(hub.database.pool, at);
    await takeParticipantsTick(hub.database.pool, at);
    expect(await hub.rows('select name from hub_tick')).to.have.length(1);
    await work();
    await until(async () => (await stateOf()) === 'done');
  });

  it('takes up within 30 seconds what a killed worker had begun, and writes nothing twice', async () => {
    const program = await spawnWorker();
    // RPM does the work, and is killed for its answer.
    rpm.fail({ operation: 'ProcFormNoteAdd', delay: 300_000 });
    await enqueueCommand(hub.database.pool, await hub.open('rpm'), {
      action: 'form.comment',
      by: 'test',
      module: 'form',
      recordId: String(router),
      target: String(router),
      body: { text: 'Called back', visibility: 'public' },
    });
    await until(() => formOf(router)?.notes.some(({ note }) => note === 'Called back') ?? false);
    expect(await stateOf()).to.equal('writing');
    program.kill('SIGKILL');
    await work();
    await until(async () => (await stateOf()) === 'done', { within: 30_000, what: 'the command' });
    expect(formOf(router)?.notes.filter(({ note }) => note === 'Called back')).to.have.length(1);
  }).timeout(60_000);
});
