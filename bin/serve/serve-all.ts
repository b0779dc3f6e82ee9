import { stopLocalPostgres } from '../../core/database/local-postgres.js';
import { listen } from '../../core/http/listen.js';
import { readConfig } from '../../config/read-config.js';
import { openHub } from '../open-hub.js';
import { takePidFile } from './pid-file.js';
import { runRoles } from './run-roles.js';
import { hostFor } from './start-web.js';

/**
 * Serves everything from this machine until the signal comes: PostgreSQL where it is the local one, the
 * schema brought up to date once, web and worker. Then all of it is stopped, PostgreSQL too, whoever
 * started it.
 */
export async function serveAll({
  configFile,
  signal,
  onReady,
}: {
  configFile: string | undefined;
  signal: AbortSignal;
  onReady: (url: string) => void;
}): Promise<void> {
  const config = readConfig({ file: configFile });
  const releasePidFile = await takePidFile(config.dataFolder);
  try {
    await (await listen(() => undefined, { port: config.port, host: hostFor(config.hub) })).close();
    try {
      // Opened once here, so that whatever is wrong with config, plugins or schema is said once.
      const hub = await openHub({ config });
      await hub.close();
      await runRoles({ configFile, log: hub.log, signal, onReady });
    } finally {
      if (config.databaseUrl === undefined) await stopLocalPostgres(config.dataFolder);
    }
  } catch (error) {
    // A Ctrl-C reaches what is being started at that moment, too; its failure is no news then.
    if (!signal.aborted) throw error;
  } finally {
    await releasePidFile();
  }
}
