import type { Command, CommandGroup } from './command.js';
import { configCommands } from './commands/config.js';
import { connectionsCommands } from './commands/connections.js';
import { contactsCommands } from './commands/contacts.js';
import { deletesCommands } from './commands/deletes.js';
import { issuesCommand } from './commands/issues.js';
import { migrateCommand } from './commands/migrate.js';
import { outboxCommands } from './commands/outbox.js';
import { participantsCommands } from './commands/participants.js';
import { pluginCommands } from './commands/plugin.js';
import { quarantineCommands } from './commands/quarantine.js';
import { recordsCommands } from './commands/records.js';
import { runsCommands } from './commands/runs.js';
import { staffCommands } from './commands/staff.js';
import { statusCommand } from './commands/status.js';
import { serveCommand } from './commands/serve.js';
import { syncCommand } from './commands/sync.js';
import { traceCommands } from './commands/trace.js';
import { usersCommands } from './commands/users.js';

/** The command table: the first word after `portico` to what it does. */
export const commands: Readonly<Record<string, Command | CommandGroup>> = {
  migrate: migrateCommand,
  serve: serveCommand,
  sync: syncCommand,
  status: statusCommand,
  connections: connectionsCommands,
  runs: runsCommands,
  issues: issuesCommand,
  quarantine: quarantineCommands,
  deletes: deletesCommands,
  outbox: outboxCommands,
  participants: participantsCommands,
  contacts: contactsCommands,
  records: recordsCommands,
  staff: staffCommands,
  users: usersCommands,
  trace: traceCommands,
  plugin: pluginCommands,
  config: configCommands,
};
