import type { Command } from './command.js';
import { migrateCommand } from './commands/migrate.js';
import { serveCommand } from './commands/serve.js';
import { syncCommand } from './commands/sync.js';

/** The command table: the first word after `portico` to what it does. */
export const commands: Readonly<Record<string, Command>> = {
  migrate: migrateCommand,
  serve: serveCommand,
  sync: syncCommand,
};
