import type { Connection } from '../../connections/connection.js';
import { query, type Queryable } from '../../database/open-database.js';
import { closeIssues, raiseIssue } from '../../issues/issues.js';
import type { HeldCommand } from './command-row.js';

/** One issue for each kind of command, however many of them the vendor refused. */
const kind = 'OUTBOX';

/** Says that a command was refused for good, in the vendor's words. */
export async function reportCommand(
  tx: Queryable,
  { id }: Pick<Connection, 'id'>,
  { id: commandId, action, tries }: Pick<HeldCommand, 'id' | 'action' | 'tries'>,
  error: object,
): Promise<void> {
  const said = 'message' in error ? String(error.message) : '';
  await raiseIssue(tx, {
    connectionId: id,
    kind,
    cause: action,
    sentence: `Command ${commandId} (${action}) was not written, after ${tries} ${tries === 1 ? 'try' : 'tries'}: ${said}`,
    remedy: `See \`portico outbox list ${id}\`; mend what keeps it, then \`portico outbox replay ${id}\`, or \`portico outbox drop ${id} ${commandId}\`.`,
    details: { command: commandId },
  });
}

/** Closes the issue when nothing of its kind is left undone. */
export async function settleOutboxIssue(tx: Queryable, connectionId: string, action: string): Promise<void> {
  const [stuck] = await query(
    tx,
    `select 1 as one from command where connection_id = $1 and action = $2 and state in ('failed', 'dead') limit 1`,
    [connectionId, action],
  );
  if (!stuck) await closeIssues(tx, { connectionId, kind, cause: action });
}
