import { createHash, randomBytes } from 'node:crypto';

import { PorticoError } from '../contract/portico-error.js';
import { query, transaction, type Queryable } from '../database/open-database.js';
import { writeAudit } from './audit.js';
import type { Identity } from './identity.js';

/** A program that may act for staff, as a list shows it. */
export interface StaffKey {
  name: string;
  createdBy: string;
  createdAt: Date;
  usedAt: Date | null;
}

type Keys = Pick<Identity, 'pool' | 'clock'>;

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Makes a key for a program that acts for staff over the API, and answers it: the only time that it is seen. Only
 * its SHA-256 is kept (S6).
 * @throws PorticoError STAFF_KEY_NAME, STAFF_KEY_EXISTS
 */
export async function addStaffKey(
  { pool, clock }: Keys,
  { name, who }: { name: string; who: string },
): Promise<{ key: string }> {
  if (!/^[\w][\w .-]{0,62}$/.test(name))
    throw new PorticoError(
      'STAFF_KEY_NAME',
      `"${name}" cannot be the name of a key. Take letters, digits, blanks, dots and dashes, at most 63.`,
    );
  const now = clock.now();
  const key = randomBytes(32).toString('base64url');
  await transaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into staff_key (hash, name, created_by, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [hashOf(key), name, who, now],
    );
    if (!rowCount)
      throw new PorticoError(
        'STAFF_KEY_EXISTS',
        `There is a key named "${name}" already. Revoke it first, or take another name.`,
      );
    await writeAudit(tx, { at: now, who, action: 'staff-key.add', decision: 'done', details: { name } });
  });
  return { key };
}

/** The keys that are good. */
export const listStaffKeys = (on: Queryable): Promise<StaffKey[]> =>
  query(
    on,
    `select name, created_by as "createdBy", created_at as "createdAt", used_at as "usedAt"
     from staff_key where revoked_at is null order by lower(name)`,
  );

/**
 * Ends a key at once.
 * @throws PorticoError STAFF_KEY_UNKNOWN
 */
export async function revokeStaffKey(
  { pool, clock }: Keys,
  { name, who }: { name: string; who: string },
): Promise<void> {
  const now = clock.now();
  await transaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      'update staff_key set revoked_at = $2 where lower(name) = lower($1) and revoked_at is null',
      [name, now],
    );
    if (!rowCount)
      throw new PorticoError(
        'STAFF_KEY_UNKNOWN',
        `There is no key named "${name}". Look at \`portico staff keys\`.`,
      );
    await writeAudit(tx, { at: now, who, action: 'staff-key.revoke', decision: 'done', details: { name } });
  });
}

/** Whose key this is; undefined for one that is not good. Noted once a minute at most. */
export async function findStaffKey({ pool, clock }: Keys, key: string): Promise<string | undefined> {
  const [found] = await query<{ name: string }>(
    pool,
    `with used as (
       update staff_key set used_at = $2
       where hash = $1 and revoked_at is null and (used_at is null or used_at < $2::timestamptz - interval '1 minute'))
     select name from staff_key where hash = $1 and revoked_at is null`,
    [hashOf(key), clock.now()],
  );
  return found?.name;
}
