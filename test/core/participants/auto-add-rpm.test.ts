import { setTimeout } from 'node:timers/promises';

import { expect } from 'chai';

import { systemClock } from '../../../core/clock.js';
import { previewAutoAdd } from '../../../core/participants/auto-add.js';
import { addParticipant, removeParticipant } from '../../../core/participants/change-participant.js';
import { setRule } from '../../../core/participants/set-rule.js';
import { until } from '../../bin/portico-process.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { startRpmSimulator, type RpmSimulator } from '../../simulators/rpm/start-rpm-simulator.js';
import { applyPolicy, deliver, letIn, participants, run } from './portal.js';

describe('auto-add, told to RPM', () => {
  let rpm: RpmSimulator;
  let hub: TestHub;
  const [ada, ben, carla] = ['881', '902', '903'];
  const router = 31015;

  beforeEach(async () => {
    rpm = await startRpmSimulator();
    const { url, apiKey } = rpm;
    const since = new Date(Date.now() - 60_000).toISOString();
    hub = await openTestHub([
      {
        id: 'rpm',
        plugin: 'rpm',
        settings: { url, apiKey },
        schedule: '',
        participants: { 'form.12': since, 'form.14': since, 'form.13': 'off' },
      },
    ]);
    await sync();
    await applyPolicy(hub, 'rpm');
    for (const contact of [ada, ben, carla]) await letIn(hub, 'rpm', contact);
  });
  afterEach(async function () {
    await rpm.close();
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  const sync = async (): Promise<void> => {
    const { state, error } = await hub.sync('rpm');
    if (error) throw error;
    expect(state).to.equal('done');
  };
  const formOf = (formId: number) => rpm.dump().forms.find((form) => form.formId === formId);
  const usersOn = (formId: number): number[] =>
    (formOf(formId)?.participants ?? []).map(({ userId }) => userId).filter((id) => id > 70_000);
  const save = async (formId: number): Promise<void> => {
    rpm.change.editForm({ formId, fields: { Subject: `saved ${Math.random()}` } });
    await sync();
  };
  const deps = () => ({ database: hub.database, clock: systemClock });
  const change = (contactId: string) => ({
    module: 'form',
    recordId: String(router),
    contactId,
    by: 'test',
  });
  const stateOf = async (target: string): Promise<unknown> =>
    (await participants(hub, String(router))).find((each) => each['target'] === target)?.['state'];

  it('RPM-22: adds nobody to what was saved before the rule', async () => {
    expect(await run(hub, 'rpm')).to.equal(0);
    expect(await run(hub, 'rpm', { scratch: true })).to.equal(0);
  });

  it('RPM-19: adds the customer’s enabled users to a saved form, tells RPM, and the sync folds them', async () => {
    await save(router);
    const { total, byType } = await previewAutoAdd(deps(), await hub.open('rpm'));
    expect({ total, byType }).to.deep.equal({ total: 2, byType: { 'form.12': 2 } });
    expect(await run(hub, 'rpm')).to.equal(2);
    expect(await stateOf('70021')).to.equal('pending');
    expect(await run(hub, 'rpm'), 'a second run').to.equal(0);
    expect(await deliver(hub, 'rpm')).to.deep.equal({ done: 2 });
    expect(usersOn(router)).to.have.members([70021, 70023]);
    const told = await participants(hub, String(router));
    expect(told.filter(({ origin }) => origin === 'auto').map(({ state }) => state)).to.deep.equal([
      'present',
      'present',
    ]);
    await sync();
    expect(await participants(hub, String(router)), 'no double, no change').to.deep.equal(told);
    expect(await run(hub, 'rpm', { scratch: true })).to.equal(0);
    expect(await deliver(hub, 'rpm')).to.deep.equal({});
  });

  it('RPM-17: adds nobody in a process that is closed to customer users, or whose rule is off', async () => {
    rpm.change.editForm({ formId: 31030, fields: { Subject: 'closed' } });
    rpm.change.editForm({ formId: 31020, fields: { Subject: 'off' } });
    await sync();
    expect(await run(hub, 'rpm')).to.equal(0);
  });

  it('adds who is enabled later to what was saved since the rule, and leaves who is there', async () => {
    await save(router);
    await run(hub, 'rpm');
    rpm.change.enableUser({ userId: 70022 });
    // That a sign-in changed may move no token: a full pass finds it.
    await hub.sync('rpm', { full: true });
    expect(await run(hub, 'rpm')).to.equal(1);
    expect(await stateOf('70022')).to.equal('pending');
  });

  it('never adds again whom staff removed, here or in RPM, until somebody does by hand', async () => {
    await save(router);
    await run(hub, 'rpm');
    await deliver(hub, 'rpm');
    await sync();
    rpm.change.removeParticipant({ formId: router, userId: 70021 });
    const { outbox } = await removeParticipant(deps(), await hub.open('rpm'), change(carla));
    expect(outbox)
      .to.include({ how: 'manual' })
      .and.to.have.property('step')
      .that.contains('remove the person');
    await save(router);
    expect(await stateOf('70021')).to.equal('removed');
    expect(await stateOf('70023'), 'RPM still lists her').to.equal('removed');
    expect(await run(hub, 'rpm', { scratch: true })).to.equal(0);
    const { state } = await addParticipant(deps(), await hub.open('rpm'), change(carla));
    expect(state).to.equal('pending');
    expect(await deliver(hub, 'rpm')).to.deep.equal({ done: 1 });
    expect(await stateOf('70023')).to.equal('present');
  });

  it('drops what never left the hub when the person is removed before', async () => {
    await save(router);
    await run(hub, 'rpm');
    await removeParticipant(deps(), await hub.open('rpm'), change(ada));
    expect(await deliver(hub, 'rpm')).to.deep.equal({ done: 1 });
    expect(usersOn(router)).to.deep.equal([70023]);
  });

  it('calls those failed whom RPM refuses, with an issue in its words', async () => {
    await save(router);
    await run(hub, 'rpm');
    rpm.change.disableUser({ userId: 70021 });
    expect(await deliver(hub, 'rpm')).to.deep.equal({ failed: 1, done: 1 });
    expect(await stateOf('70021')).to.equal('failed');
    const [issue] = await hub.rows("select cause, sentence from issue where kind = 'OUTBOX'");
    expect(issue).to.include({ cause: 'participant.add' });
    expect(issue?.['sentence']).to.match(/User not allowed|Permission denied/);
    expect(await run(hub, 'rpm', { scratch: true }), 'not tried by itself').to.equal(0);
  });

  it('RPM-19: refuses to add by hand who has no enabled sign-in', async () => {
    const refused = addParticipant(deps(), await hub.open('rpm'), change(ben));
    expect(await refused.catch((error: unknown) => error)).to.have.property('code', 'PARTICIPANT_LOGIN');
  });

  it('does not take away whom a page lacks that was read before RPM was told', async () => {
    await save(router);
    await run(hub, 'rpm');
    rpm.change.editForm({ formId: router, fields: { Subject: 'read half-way' } });
    // The form as it is now comes home after the outbox was written.
    rpm.fail({ operation: 'ProcForm', delay: 2000 });
    const late = sync();
    await until(async () => (await hub.rows("select 1 from run where state = 'running'")).length > 0);
    await setTimeout(1000);
    expect(await deliver(hub, 'rpm')).to.deep.equal({ done: 2 });
    await late;
    expect(await stateOf('70021')).to.equal('present');
    await sync();
    expect(await stateOf('70021')).to.equal('present');
    rpm.change.removeParticipant({ formId: router, userId: 70021 });
    await sync();
    expect(await stateOf('70021')).to.equal('removed');
  });

  it('follows rules of the hub beside those of the file, which come first', async () => {
    await save(router);
    const since = new Date(Date.now() - 60_000);
    await setRule(hub.database, { connectionId: 'rpm', key: 'form', since });
    rpm.change.editForm({ formId: 31020, fields: { Subject: 'off' } });
    await sync();
    expect(await run(hub, 'rpm')).to.equal(2);
    const refused = setRule(hub.database, { connectionId: 'rpm', key: 'form.13', since });
    expect(await refused.catch((error: unknown) => error)).to.have.property('code', 'PARTICIPANT_RULE');
  });
});
