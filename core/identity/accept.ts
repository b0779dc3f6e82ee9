import { transaction, type Queryable } from '../database/open-database.js';
import { writeAudit } from './audit.js';
import { readContextWords } from './context-words.js';
import type { Identity } from './identity.js';
import { readOpenAccess, type OpenAccess } from './open-access.js';
import { checkPassword } from './password-policy.js';
import { endSessions } from './session-store.js';
import { peekToken, takeToken, voidTokens } from './tokens.js';

/** What the page behind a good link asks for. */
export interface OpenInvitation {
  /**
   * `password`: a new person chooses one; `choose`: in place of the one that staff set; `join`: who has one
   * already only agrees.
   */
  state: 'password' | 'choose' | 'join';
  address: string;
  /** Whose invitation it is: the connection's title. */
  system: string;
}

/** Looks at an invitation and uses nothing up (S11); nothing for one that is over, in whatever way (S15). */
export async function readInvitation(
  { pool, clock }: Identity,
  token: string,
): Promise<OpenInvitation | undefined> {
  const binding = await peekToken(pool, token, { purposes, now: clock.now() });
  const open = binding && (await readOpenAccess(pool, binding));
  if (!binding || !open) return undefined;
  const { address, system, choosesPassword } = open;
  const state = !choosesPassword ? 'join' : binding.purpose === 'choose' ? 'choose' : 'password';
  return { state, address, system };
}

/**
 * Accepts an invitation: the token is used up, the access active and, for who had none, the new password set.
 * Nobody is signed in by it (S13). False for a link that is over, in whatever way.
 * @throws PorticoError PASSWORD_… for a password that is refused; the link stays good. HASHING_BUSY
 */
export async function acceptInvitation(
  identity: Identity,
  { token, password, address }: { token: string; password: string; address?: string | undefined },
): Promise<boolean> {
  const { pool, clock, passwords, hubName } = identity;
  const now = clock.now();
  const seen = await peekToken(pool, token, { purposes, now });
  const before = seen && (await readOpenAccess(pool, seen));
  if (!seen || !before) return false;
  let hash: string | undefined;
  if (before.choosesPassword) {
    checkPassword(password, { context: await readContextWords(pool, before.personId, hubName) });
    hash = await passwords.hash(password);
  }
  return transaction(pool, async (tx) => {
    const binding = await takeToken(tx, token, { purposes, now });
    const open = binding && (await readOpenAccess(tx, binding, 'for update of p, a'));
    if (!open || open.choosesPassword !== before.choosesPassword) return false;
    if (hash !== undefined) await setPassword(tx, open.personId, hash, now);
    if (binding.purpose === 'invite') await verifyAddress(tx, open.personId, now);
    await activate(tx, open, { now, address });
    return true;
  });
}

/**
 * The person an invitation is for agrees while signed in: the session shows that they hold the address. False
 * where there is nothing to agree to.
 */
export function joinAccess(
  { pool, clock }: Identity,
  { personId, accessId, address }: { personId: string; accessId: string; address?: string | undefined },
): Promise<boolean> {
  return transaction(pool, async (tx) => {
    const open = await readOpenAccess(tx, { personId, accessId }, 'for update of p, a');
    if (!open || open.choosesPassword) return false;
    await activate(tx, open, { now: clock.now(), address });
    return true;
  });
}

const purposes = ['invite', 'choose'] as const;

/** Only a link that was sent there shows that somebody holds the address. */
async function verifyAddress(tx: Queryable, personId: string, now: Date): Promise<void> {
  await tx.query('update person set address_verified_at = coalesce(address_verified_at, $2) where id = $1', [
    personId,
    now,
  ]);
}

async function setPassword(tx: Queryable, personId: string, hash: string, now: Date): Promise<void> {
  await tx.query(
    `update person set password_hash = $2, password_changed_at = $3, must_change_password = false,
       accepted_at = coalesce(accepted_at, $3) where id = $1`,
    [personId, hash, now],
  );
  // Links that set a password are void with the password they were for (S9); invitations of others stay.
  await tx.query(
    `update token set voided_at = $2 where person_id = $1 and purpose <> 'invite'
       and used_at is null and voided_at is null`,
    [personId, now],
  );
  await endSessions(tx, personId);
}

async function activate(
  tx: Queryable,
  { accessId, personId }: OpenAccess,
  { now, address }: { now: Date; address?: string | undefined },
): Promise<void> {
  await tx.query("update access set state = 'active', accepted_at = $2, changed_at = $2 where id = $1", [
    accessId,
    now,
  ]);
  await voidTokens(tx, { accessId }, now);
  await writeAudit(tx, {
    at: now,
    who: personId,
    action: 'access.accept',
    decision: 'done',
    personId,
    accessId,
    address,
  });
}
