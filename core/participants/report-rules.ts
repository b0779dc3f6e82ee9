import type { Connection } from '../connections/connection.js';
import type { Queryable } from '../database/open-database.js';
import { closeIssues, raiseIssue } from '../issues/issues.js';

const kind = 'PARTICIPANT_RULES';

/** Rules that cannot be followed are an issue; so is a vendor that cannot be told of participants at all. */
export async function reportRules(
  tx: Queryable,
  { id, plugin }: Pick<Connection, 'id' | 'plugin'>,
  { unreadable, cannot }: { unreadable: readonly string[]; cannot: boolean },
): Promise<void> {
  if (!unreadable.length && !cannot) return closeIssues(tx, { connectionId: id, kind });
  await raiseIssue(tx, {
    connectionId: id,
    kind,
    cause: '',
    sentence: cannot
      ? `Nobody is added to records of ${id}: ${plugin.title} cannot be told of participants.`
      : `These rules of ${id} cannot be read and are off: ${unreadable.join(', ')}.`,
    remedy: cannot
      ? `Switch the rules off (\`portico participants rules ${id}\`), or take a plugin with participant.add.`
      : 'Write a moment ("2026-01-01T00:00:00Z") or "off" in the config file.',
  });
}
