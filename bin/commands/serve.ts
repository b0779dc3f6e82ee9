import { exitCodes, type Command, type CommandContext } from '../command.js';
import { serveAll } from '../serve/serve-all.js';
import { startWeb } from '../serve/start-web.js';
import { startWork } from '../serve/start-work.js';
import { hearStopSignals, untilAborted } from '../serve/stop-signals.js';
import { UsageError } from '../usage-error.js';

export const serveCommand: Command = {
  usage: 'serve [--role web|worker|all]',
  summary: 'Serve the portal and make the syncs; roles can be spread over processes and machines.',
  options: { role: { type: 'string' } },
  async run({ words, options: { role = 'all' } }, context) {
    if (words.length) throw new UsageError(`serve takes no "${words.join(' ')}".`);
    const { signal, release } = hearStopSignals(context.signal);
    try {
      if (role === 'all') return await serveEverything(context, signal);
      if (role === 'web') return await serveWeb(context, signal);
      if (role === 'worker') return await work(context, signal);
      throw new UsageError(`There is no role "${String(role)}". Give web, worker or all.`);
    } finally {
      release();
      if (process.connected) process.disconnect();
    }
  },
};

async function serveEverything({ configFile, print }: CommandContext, signal: AbortSignal): Promise<number> {
  await serveAll({ configFile, signal, onReady: (url) => sayReady(print, url) });
  return exitCodes.ok;
}

async function serveWeb(context: CommandContext, signal: AbortSignal): Promise<number> {
  const server = await startWeb(await openHub(context));
  if (process.send) process.send({ ready: true, port: server.port });
  else sayReady(context.print, `http://127.0.0.1:${server.port}`);
  await untilAborted(signal);
  await server.close();
  return exitCodes.ok;
}

async function work(context: CommandContext, signal: AbortSignal): Promise<number> {
  const worker = await startWork(await openHub(context));
  if (process.send) process.send({ ready: true });
  else context.print({ ready: true }, () => 'Portico works.');
  await Promise.race([untilAborted(signal), worker.ended]);
  await worker.stop();
  return signal.aborted ? exitCodes.ok : exitCodes.failed;
}

/** Under a parent the schema is up to date; alone, whoever comes first brings it there. */
const openHub = (context: CommandContext) => context.hub({ migrated: process.send === undefined });

const sayReady = (print: CommandContext['print'], url: string): void =>
  print({ ready: true, url }, () => `Portico is ready at ${url}`);
