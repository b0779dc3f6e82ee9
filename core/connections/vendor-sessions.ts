import { Fault, type Json } from '../contract/contract.js';
import { createClient, type Client, type Pool } from '../database/open-database.js';
import type { SecretBox } from './secrets.js';
import { cancelled, orCancelled } from './wait.js';

/** An open sign-in. `sealed` is how it is kept, and so tells one sign-in from the next. */
export interface OpenedSession {
  session: Json;
  sealed: string;
}

/** Who asks, and how it signs in when there is no session to share. */
export interface SessionRequest {
  /** Hash of plugin and account. */
  account: string;
  /** Of the credentials: a session that others opened with other credentials is not taken over. */
  fingerprint: string;
  signIn(): Promise<Json>;
  signal: AbortSignal;
}

export interface VendorSessions {
  /** The account's session. After an `auth` fault, name the one that was refused: another one is returned. */
  get(request: SessionRequest, refused?: OpenedSession): Promise<OpenedSession>;
}

/** How long a sign-in waits for the same account's sign-in in another process. */
const lockWaitMs = 120_000;
/** Advisory locks have one space for all; the first number says that this one is a sign-in. */
const lockSpace = 20_261_121;

/**
 * Sessions in the table `vendor_session`, one for each vendor account over all processes. One sign-in at a
 * time per account, under an advisory lock: in some vendors a second one spoils the first (V-3).
 */
export function createVendorSessions({ pool, box }: { pool: Pool; box: SecretBox }): VendorSessions {
  type Held = OpenedSession & { fingerprint: string };
  const held = new Map<string, Held>();
  const flights = new Map<string, Promise<Held>>();

  async function read({ account, fingerprint }: SessionRequest): Promise<Held | undefined> {
    const { rows } = await pool.query<{ session: string }>(
      'select session from vendor_session where account = $1',
      [account],
    );
    const sealed = rows[0]?.session;
    const kept = sealed === undefined ? undefined : unseal(box, sealed, account);
    if (sealed === undefined || kept?.fingerprint !== fingerprint) return undefined;
    return { ...kept, sealed };
  }

  async function renew(request: SessionRequest, refused?: OpenedSession): Promise<Held> {
    const isFresh = (found: Held | undefined): found is Held =>
      found !== undefined && found.sealed !== refused?.sealed;
    const stored = await read(request);
    if (isFresh(stored)) return stored;
    return await underLock(pool, request, async () => {
      const meanwhile = await read(request);
      if (isFresh(meanwhile)) return meanwhile;
      const { account, fingerprint } = request;
      const session = await request.signIn();
      const sealed = box.seal(JSON.stringify({ session, fingerprint }), place(account));
      await pool.query(
        `insert into vendor_session (account, session) values ($1, $2)
         on conflict (account) do update set session = excluded.session, opened_at = now()`,
        [account, sealed],
      );
      return { session, sealed, fingerprint };
    });
  }

  return {
    async get(request, refused) {
      const { account, fingerprint, signal } = request;
      for (;;) {
        const cached = held.get(account);
        if (cached && cached.fingerprint === fingerprint && cached.sealed !== refused?.sealed) return cached;
        const key = `${account} ${fingerprint}`;
        const shared = flights.get(key);
        const flight = shared ?? renew(request, refused).finally(() => flights.delete(key));
        flights.set(key, flight);
        try {
          const opened = await orCancelled(flight, signal);
          held.set(account, opened);
          if (opened.sealed !== refused?.sealed) return opened;
        } catch (error) {
          // The caller who was signing in for all of us was cancelled; we were not.
          const isTheirs = shared !== undefined && error instanceof Fault && error.kind === 'cancelled';
          if (!isTheirs || signal.aborted) throw error;
        }
      }
    },
  };
}

const place = (account: string): string => `vendor_session/${account}`;

/** A kept session that does not open (its key is gone) is no reason to fail: there is another sign-in. */
function unseal(
  box: SecretBox,
  sealed: string,
  account: string,
): { session: Json; fingerprint: string } | undefined {
  try {
    return JSON.parse(box.open(sealed, place(account))) as { session: Json; fingerprint: string };
  } catch {
    return undefined;
  }
}

/**
 * Works under the account's lock. The lock has a connection of its own: one of the pool's could be the
 * last, and the sign-in needs the pool for its rate budget. Closing the connection gives the lock back,
 * whatever happened.
 */
async function underLock<T>(
  pool: Pool,
  { account, signal }: SessionRequest,
  work: () => Promise<T>,
): Promise<T> {
  const client = createClient(pool);
  const give = (): void => void client.end().catch(() => {});
  await client.connect();
  try {
    if (signal.aborted) throw cancelled();
    signal.addEventListener('abort', give, { once: true });
    await lock(client, account, signal);
    return await work();
  } finally {
    signal.removeEventListener('abort', give);
    give();
  }
}

async function lock(client: Client, account: string, signal: AbortSignal): Promise<void> {
  try {
    await client.query(`set lock_timeout = ${lockWaitMs}`);
    await client.query('select pg_advisory_lock($1, hashtext($2))', [lockSpace, account]);
  } catch (cause) {
    if (signal.aborted) throw cancelled();
    const sentence = `Another process has been signing in to this account for ${lockWaitMs / 1000} s.`;
    throw new Fault('transient', sentence, { cause, details: { neverSent: true } });
  }
}
