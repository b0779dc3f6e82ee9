import type { Queryable } from '../database/open-database.js';
import { raiseIssue } from '../issues/issues.js';
import type { PassContext } from './pass-context.js';
import type { ItemChange } from './page-plan.js';

/** Issues that a mapping raised about one item have their stream and item as cause. */
const causeOf = ({ name }: PassContext, itemId: string): string => `${name}/${itemId}`;

/** Opens an issue for each problem that a mapping names in an item that is otherwise good. */
export async function raiseItemIssues(
  tx: Queryable,
  context: PassContext,
  changes: ItemChange[],
): Promise<void> {
  for (const { item, mapped } of changes)
    for (const { code, sentence, remedy } of mapped.problems) {
      await raiseIssue(tx, {
        connectionId: context.connectionId,
        kind: code,
        cause: causeOf(context, item.id),
        sentence,
        remedy,
        runId: context.runId,
      });
      context.troubled.add(item.id);
    }
}

/** Closes the issues of items that came again, before the ones that remain are raised anew. */
export async function clearItemIssues(tx: Queryable, context: PassContext, ids: string[]): Promise<void> {
  const mine = ids.filter((id) => context.troubled.has(id));
  if (!mine.length) return;
  await tx.query(
    'update issue set closed_at = now() where connection_id = $1 and cause = any($2) and closed_at is null',
    [context.connectionId, mine.map((id) => causeOf(context, id))],
  );
  for (const id of mine) context.troubled.delete(id);
}
