import type { ActionName } from '../../contract/contract.js';
import { newId } from '../../new-id.js';
import { deliverCommand } from '../../sync/outbox/deliver-command.js';
import { enqueueCommand } from '../../sync/outbox/enqueue-command.js';
import { takeCommand } from '../../sync/outbox/lease-command.js';
import { effectOf } from './command-effect.js';
import type { Lab } from './lab.js';
import { beforehand, sampleOf, snapshotOf, streamsFor } from './trial.js';

/** More tries than any command needs here. */
const mostTries = 6;

/**
 * Delivers a command by the hub's own outbox while the answer to one of the write's calls is lost after the vendor has
 * done its work, and answers what is wrong with how it ended; and how many calls the write makes in all.
 */
export async function loseAnswer(
  lab: Lab,
  { action, lost }: { action: ActionName; lost: number | undefined },
): Promise<{ calls: number; problems: string[] }> {
  const { pool } = await lab.database();
  const bench = await lab.fresh();
  const sample = await sampleOf(lab, action, bench);
  const streams = await streamsFor(lab, action);
  const facts = await lab.facts();
  const connection = { ...(await bench.connection()), facts };
  await lab.plugin.check(connection.session({ facts, mode: 'write', signal: lab.signal }));
  const before = await beforehand(lab, action);
  const { id: target, body, base } = sample;
  await enqueueCommand(pool, connection, {
    action,
    by: 'conformance',
    key: newId(),
    body,
    ...(target !== undefined && { target }),
    ...(base && { base }),
  });
  bench.proxy.calm();
  if (lost !== undefined) bench.play({ skip: lost, times: 1, play: { after: 'lost' } });
  let end = 'waiting';
  for (let tries = 0; end === 'waiting' && tries < mostTries; tries += 1) {
    const command = await takeCommand(pool, { connectionId: connection.id, worker: 'conformance' });
    if (!command) break;
    end = await deliverCommand({ pool }, connection, command, { signal: lab.signal, backOffMs: 0 });
  }
  const calls = bench.proxy.calls.length;
  bench.proxy.calm();
  if (end !== 'done') return { calls, problems: [`the command ends as ${end}`] };
  const { problems, times = 1 } = effectOf({
    action,
    sample,
    before,
    after: await snapshotOf(lab, bench, streams),
  });
  return { calls, problems: [...problems, ...(times > 1 ? [`it is there ${times} times`] : [])] };
}
