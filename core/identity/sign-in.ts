import { readAccesses } from '../access/read-accesses.js';
import { query, transaction, type Queryable } from '../database/open-database.js';
import { writeAudit } from './audit.js';
import type { Identity } from './identity.js';
import { endSessions } from './session-store.js';
import { hours, issueToken } from './tokens.js';

/** What a session remembers: who, and by which password, so that a new one ends the sessions of the old. */
export interface SignedIn {
  id: string;
  passwordOf: string;
}

export type SignInOutcome =
  | { outcome: 'in'; person: SignedIn }
  /** Unknown, wrong, disabled, invited: who asks is not told which (S15). */
  | { outcome: 'refused' }
  | { outcome: 'wait'; seconds: number }
  /** The password is one that staff set: its holder chooses their own first, by this token. */
  | { outcome: 'choose'; token: string };

/**
 * Signs in by e-mail address, phone number or user name. Every attempt that is let through costs one look-up,
 * exactly one hash and one line of the log, whoever it is for (S16).
 * @throws PorticoError HASHING_BUSY (S5)
 */
export async function signIn(
  identity: Identity,
  { login, password, address }: { login: string; password: string; address: string },
): Promise<SignInOutcome> {
  const { pool, clock, passwords, throttles } = identity;
  const name = login.trim().normalize('NFKC').toLowerCase();
  const seconds = await throttles.take({ account: name, address });
  if (seconds) return { outcome: 'wait', seconds };
  const person = await findPerson(pool, name);
  const right = await passwords.verify(password, person?.passwordHash);
  const now = clock.now();
  const outcome = right && person ? await admit(identity, person, now) : refused;
  await writeAudit(pool, {
    at: now,
    who: person?.id ?? 'unknown',
    action: 'sign-in',
    decision: outcome.outcome === 'refused' ? 'refused' : 'done',
    personId: person?.id,
    address,
  });
  if (!person || outcome.outcome === 'refused') return outcome;
  await throttles.forgive(name);
  if (person.passwordHash && passwords.isWeak(person.passwordHash))
    await pool.query('update person set password_hash = $2 where id = $1 and password_hash = $3', [
      person.id,
      await passwords.hash(password),
      person.passwordHash,
    ]);
  return outcome;
}

/**
 * Is a session still its person's? Asked at every request: with the last access that counts, all sessions end
 * (S24).
 */
export async function isStillIn({ pool, clock }: Identity, { id, passwordOf }: SignedIn): Promise<boolean> {
  const [person] = await query<Pick<PersonRow, 'changedAt'>>(
    pool,
    `select password_changed_at as "changedAt" from person where id = $1 and state = 'active'`,
    [id],
  );
  if (person && stampOf(person) !== passwordOf) return false;
  if (person && (await readAccesses(pool, { personId: id, now: clock.now() })).length) return true;
  await endSessions(pool, id);
  return false;
}

const refused: SignInOutcome = { outcome: 'refused' };

interface PersonRow {
  id: string;
  passwordHash: string | null;
  changedAt: Date | null;
  state: string;
  mustChange: boolean;
}

async function findPerson(on: Queryable, name: string): Promise<PersonRow | undefined> {
  const [person] = await query<PersonRow>(
    on,
    `select id, password_hash as "passwordHash", password_changed_at as "changedAt", state,
            must_change_password as "mustChange"
     from person
     where id = (select person_id from sign_in_name where name = $1
                 union all select id from person where lower(email) = $1
                 union all select id from person where phone = $1 limit 1)`,
    [name],
  );
  return person;
}

/** What the right password opens. */
async function admit(identity: Identity, person: PersonRow, now: Date): Promise<SignInOutcome> {
  const { pool } = identity;
  if (person.state !== 'active') return refused;
  if (person.mustChange) return letChoose(identity, person, now);
  if (!(await readAccesses(pool, { personId: person.id, now })).length) return refused;
  await pool.query('update person set signed_in_at = $2 where id = $1', [person.id, now]);
  return { outcome: 'in', person: { id: person.id, passwordOf: stampOf(person) } };
}

/**
 * The first sign-in with a password that staff set accepts the access by choosing another (RPM-10, RPM-11).
 */
async function letChoose({ pool }: Identity, { id }: PersonRow, now: Date): Promise<SignInOutcome> {
  return transaction(pool, async (tx) => {
    const [open] = await query<{ accessId: string; address: string }>(
      tx,
      `select id as "accessId", bound_email as address from access
       where person_id = $1 and state = 'active' and accepted_at is null and ended_at is null
       order by created_at limit 1 for update`,
      [id],
    );
    if (!open) return refused;
    const { token } = await issueToken(
      tx,
      { purpose: 'choose', personId: id, ...open },
      { now, validMs: hours(1) },
    );
    return { outcome: 'choose', token };
  });
}

const stampOf = ({ changedAt }: Pick<PersonRow, 'changedAt'>): string => changedAt?.toISOString() ?? '';
