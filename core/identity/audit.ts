import { toJsonText } from '../database/json-text.js';
import type { Queryable } from '../database/open-database.js';

/** One line of the log that only grows (S44). */
export interface AuditEntry {
  at: Date;
  /** A person's id, or the command line. */
  who: string;
  /** Who acted in somebody else's view. */
  realActor?: string | undefined;
  /** `sign-in`, `access.invite`: stable, greppable. */
  action: string;
  decision: 'done' | 'refused';
  personId?: string | undefined;
  accessId?: string | undefined;
  /** The network address it came from. */
  address?: string | undefined;
  /** Never a secret, and never what somebody typed: people type passwords into any field. */
  details?: Record<string, unknown>;
}

/** Written in the transaction of what it tells, so that there is neither without the other. */
export async function writeAudit(on: Queryable, entry: AuditEntry): Promise<void> {
  const { at, who, realActor, action, decision, personId, accessId, address, details = {} } = entry;
  await on.query(
    `insert into audit (at, who, real_actor, action, decision, person_id, access_id, address, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      at,
      who,
      realActor ?? null,
      action,
      decision,
      personId ?? null,
      accessId ?? null,
      address ?? null,
      toJsonText(details),
    ],
  );
}
