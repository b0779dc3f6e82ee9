import { expect } from 'chai';
import fc from 'fast-check';

import type { Connection } from '../../../core/connections/connection.js';
import { Fault } from '../../../core/contract/contract.js';
import { transaction } from '../../../core/database/open-database.js';
import { deliverOutbox, type Delivered } from '../../../core/sync/outbox/deliver-outbox.js';
import { deliverCommand } from '../../../core/sync/outbox/deliver-command.js';
import { enqueueCommand, type Enqueued } from '../../../core/sync/outbox/enqueue-command.js';
import { takeCommand } from '../../../core/sync/outbox/lease-command.js';
import { dropCommand, listOutbox, replayCommands } from '../../../core/sync/outbox/list-outbox.js';
import { openTestHub, type TestHub } from '../../hub.js';
import { ask, newScript, outboxPlugin, type Script } from './outbox-plugin.js';

describe('outbox', () => {
  let hub: TestHub;
  let script: Script;
  let connection: Connection;

  beforeEach(async () => {
    script = newScript();
    const settings = { url: 'http://127.0.0.1:9', key: 'a-very-secret-key' };
    hub = await openTestHub([{ id: 'toy', plugin: 'toy', settings, schedule: '' }], {
      plugins: [outboxPlugin(script)],
    });
    connection = await hub.open('toy');
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') await hub.close();
  });

  const enqueue = (request: ReturnType<typeof ask>): Promise<Enqueued> =>
    enqueueCommand(hub.database.pool, connection, request);
  const signal = new AbortController().signal;
  const deliver = (options: { maxTries?: number; backOffMs?: number } = {}): Promise<Delivered> =>
    deliverOutbox(hub.database, connection, { worker: 'test', signal, backOffMs: 0, ...options });
  const commands = () => hub.rows('select * from command order by id');
  const states = async (): Promise<unknown[]> => (await commands()).map(({ state }) => state);
  const issues = () => hub.rows("select * from issue where kind = 'OUTBOX' and closed_at is null");
  const transient = (unknownOutcome = false): Fault =>
    new Fault('transient', 'The vendor says: try later, a-very-secret-key.', { details: { unknownOutcome } });

  it('takes a change in the transaction that makes it, or not at all', async () => {
    const undone = transaction(hub.database.pool, async (tx) => {
      await enqueueCommand(tx, connection, ask('ticket.update', 't1'));
      throw new Error('undone');
    });
    await undone.catch(() => undefined);
    expect(await commands()).to.deep.equal([]);
    expect(await hub.rows('select * from graphile_worker.jobs')).to.deep.equal([]);
  });

  it('writes a change once, by its key', async () => {
    const [first, second] = [
      await enqueue(ask('ticket.create', undefined, 'one')),
      await enqueue(ask('ticket.create', undefined, 'one')),
    ];
    expect(second).to.deep.equal(first);
    expect(await deliver()).to.deep.equal({ done: 1 });
    expect(script.written).to.deep.equal([{ key: 'one', body: { subject: 'a' } }]);
    expect((await commands())[0]).to.include({ state: 'done', result_id: 'made-1', tries: 1 });
  });

  it('keeps the order of a record, whatever fails on the way, and holds up no other record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('r1', 'r2', 'r3'), { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        async (records, failing) => {
          script.written.length = 0;
          script.faults = failing.map((fails) => (fails ? transient() : undefined));
          for (const [place, record] of records.entries())
            await enqueue({ ...ask('ticket.update', record), body: { subject: String(place) } });
          await deliver({ maxTries: 20 });
          const written = (record: string) =>
            script.written.filter(({ id }) => id === record).map(({ body }) => Number(body['subject']));
          for (const record of new Set(records))
            expect(written(record)).to.deep.equal(
              records.flatMap((each, place) => (each === record ? [place] : [])),
            );
        },
      ),
      { numRuns: 8 },
    );
  });

  it('lets a later change of a record wait for an earlier one that is tried again later', async () => {
    script.faults = [transient()];
    await enqueue(ask('ticket.update', 't1'));
    await enqueue(ask('ticket.update', 't1'));
    await enqueue(ask('ticket.update', 't2'));
    await deliver({ backOffMs: 60_000 });
    const done = (await states()).filter((state) => state === 'done');
    expect(done.length).to.be.within(1, 2);
    const [first, second] = await states();
    if (first === 'waiting') expect(second).to.equal('waiting');
  });

  it('calls a change dead after its tries, in the vendor’s words without secrets, until it is replayed', async () => {
    script.faults = [transient(), transient(), transient()];
    await enqueue(ask('ticket.update', 't1'));
    expect(await deliver({ maxTries: 3 })).to.deep.equal({ waiting: 2, dead: 1 });
    const { commands: found } = await listOutbox(hub.database.pool, { size: 10 });
    expect(found[0]).to.include({ state: 'dead', tries: 3 });
    expect(found[0]?.error?.message).to.contain('try later').and.not.to.contain('secret-key');
    expect((await issues())[0]).to.include({ connection_id: 'toy', cause: 'ticket.update' });
    expect(await replayCommands(hub.database, { connectionId: 'toy' })).to.equal(1);
    expect(await deliver()).to.deep.equal({ done: 1 });
    expect(await issues()).to.deep.equal([]);
  });

  it('takes a refusal for an answer, and lets it be dropped', async () => {
    script.faults = [new Fault('permission', 'User lacks permission')];
    await enqueue(ask('ticket.update', 't1'));
    await enqueue(ask('ticket.update', 't1'));
    expect(await deliver()).to.deep.equal({ failed: 1, done: 1 });
    const [refused] = await commands();
    expect(await issues()).to.have.length(1);
    const id = Number(refused?.['id']);
    expect(await dropCommand(hub.database, { connectionId: 'toy', id })).to.equal(true);
    expect(await issues()).to.deep.equal([]);
    expect((await listOutbox(hub.database.pool, { size: 10 })).total).to.equal(0);
  });

  it('asks the vendor before it repeats a create whose outcome is unknown', async () => {
    script.faults = [transient(true)];
    script.held = 'there';
    await enqueue(ask('ticket.create', undefined, 'one'));
    expect(await deliver()).to.deep.equal({ waiting: 1, done: 1 });
    expect(script.found.map(({ key }) => key)).to.deep.equal(['one']);
    expect(script.written).to.deep.equal([]);
    expect((await commands())[0]).to.include({ result_id: 'there' });
  });

  it('repeats it where the vendor has it not, and asks a person where it cannot be asked', async () => {
    script.faults = [transient(true), transient(true)];
    await enqueue(ask('ticket.create'));
    await deliver();
    expect(script.found).to.have.length(2);
    expect(script.written).to.have.length(1);
    script.faults = [transient(true)];
    await enqueue(ask('ticket.comment', 't1'));
    expect(await deliver()).to.deep.equal({ waiting: 1, failed: 1 });
    expect(script.written).to.have.length(1);
    await replayCommands(hub.database, { connectionId: 'toy' });
    expect(await deliver(), 'on the word of a person').to.deep.equal({ done: 1 });
  });

  it('does what is the hub’s at once, shows a manual step, and says so where there is nothing to do', async () => {
    expect(await enqueue(ask('login.disable'))).to.deep.include({ how: 'hub' });
    expect(await enqueue(ask('contact.delete'))).to.deep.include({
      how: 'manual',
      step: 'Open the contact and delete it.',
    });
    expect(await enqueue(ask('ticket.delete'))).to.deep.equal({ how: 'none' });
    expect(await states()).to.deep.equal(['done', 'manual']);
    expect(await deliver()).to.deep.equal({});
    const { commands: open } = await listOutbox(hub.database.pool, { size: 10 });
    expect(open.map(({ step }) => step)).to.deep.equal(['Open the contact and delete it.']);
  });

  it('waits with the whole account where the vendor asks to wait, and that is no try', async () => {
    script.faults = [new Fault('rateLimited', 'Enough', { retryAt: new Date(Date.now() + 60_000) })];
    await enqueue(ask('ticket.update', 't1'));
    await enqueue(ask('ticket.update', 't1'));
    expect(await deliver()).to.deep.equal({ waiting: 1 });
    expect((await commands()).map(({ tries }) => tries)).to.deep.equal([0, 0]);
    expect((await commands()).every((each) => Number(each['not_before']) > Date.now() + 50_000)).to.equal(
      true,
    );
  });

  it('takes a fallen worker’s command after its lease, as one whose outcome is unknown, and fences the fallen', async () => {
    script.held = 'there';
    await enqueue(ask('ticket.create'));
    const fallen = await takeCommand(hub.database.pool, { connectionId: 'toy', worker: 'fallen' });
    expect(await deliver()).to.deep.equal({});
    await hub.rows("update command set lease_until = now() - interval '1 second'");
    expect(await deliver()).to.deep.equal({ done: 1 });
    expect(script.found).to.have.length(1);
    if (!fallen) throw new Error('nothing was taken');
    expect(await deliverCommand(hub.database, connection, fallen, { signal })).to.equal('lost');
    expect((await commands())[0]).to.include({ state: 'done', result_id: 'there' });
  });
});
