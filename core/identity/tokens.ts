import { createHash, randomBytes } from 'node:crypto';

import { query, type Queryable } from '../database/open-database.js';

/** `choose`: not sent anywhere, given to who signs in with a password that staff set. */
export type TokenPurpose = 'invite' | 'choose' | 'reset';

/** What a token is bound to (S10). */
export interface TokenBinding {
  purpose: TokenPurpose;
  personId: string;
  accessId: string | null;
  /** The e-mail address it was sent to, or may be handed over for. */
  address: string;
}

export const hours = (count: number): number => count * 3_600_000;

/** How long an invitation, and a reset by staff, is good (S8). */
export const invitationMs = hours(72);

/**
 * A new token of 32 random bytes as text for a link; only its SHA-256 is stored (S6). Older ones for the same
 * are void (S9). Called in the transaction of what it lets somebody do.
 */
export async function issueToken(
  tx: Queryable,
  binding: TokenBinding,
  { now, validMs = invitationMs }: { now: Date; validMs?: number },
): Promise<{ token: string; expiresAt: Date }> {
  const { purpose, personId, accessId, address } = binding;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + validMs);
  await tx.query(
    `update token set voided_at = $4 where person_id = $1 and purpose = $2
       and access_id is not distinct from $3 and used_at is null and voided_at is null`,
    [personId, purpose, accessId, now],
  );
  await tx.query(
    `insert into token (hash, purpose, person_id, access_id, address, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [hashOf(token), purpose, personId, accessId, address, now, expiresAt],
  );
  return { token, expiresAt };
}

/**
 * Uses a token up. ONE statement decides, so that of any number of uses at once exactly one gets the binding
 * (S7); at its very end it is good no more (S8).
 */
export async function takeToken(
  on: Queryable,
  token: string,
  { purposes, now }: { purposes: readonly TokenPurpose[]; now: Date },
): Promise<TokenBinding | undefined> {
  const [taken] = await query<TokenBinding>(
    on,
    `update token set used_at = $3
     where hash = $1 and purpose = any ($2) and used_at is null and voided_at is null and expires_at > $3
     returning ${bindingColumns}`,
    [hashOf(token), purposes, now],
  );
  return taken;
}

/** Looks at a token without using it: what a GET may do (S11). */
export async function peekToken(
  on: Queryable,
  token: string,
  { purposes, now }: { purposes: readonly TokenPurpose[]; now: Date },
): Promise<TokenBinding | undefined> {
  const [found] = await query<TokenBinding>(
    on,
    `select ${bindingColumns} from token
     where hash = $1 and purpose = any ($2) and used_at is null and voided_at is null and expires_at > $3`,
    [hashOf(token), purposes, now],
  );
  return found;
}

/** A token that nobody used while it was good. */
export async function findExpiredToken(
  on: Queryable,
  token: string,
  { purposes, now }: { purposes: readonly TokenPurpose[]; now: Date },
): Promise<TokenBinding | undefined> {
  const [found] = await query<TokenBinding>(
    on,
    `select ${bindingColumns} from token
     where hash = $1 and purpose = any ($2) and used_at is null and voided_at is null and expires_at <= $3`,
    [hashOf(token), purposes, now],
  );
  return found;
}

/** Makes what is still open void, of a person or of one access (S9). */
export async function voidTokens(
  tx: Queryable,
  { personId, accessId }: { personId?: string; accessId?: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `update token set voided_at = $3 where (person_id = $1 or access_id = $2)
       and used_at is null and voided_at is null`,
    [personId ?? null, accessId ?? null, now],
  );
}

const bindingColumns = 'purpose, person_id as "personId", access_id as "accessId", address';

const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
