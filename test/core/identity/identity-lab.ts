import { hash, verify } from '@node-rs/argon2';

import { createIdentity, type Identity } from '../../../core/identity/identity.js';
import { inviteContact, type Invitation } from '../../../core/identity/invite.js';
import { createPasswords, type Argon2 } from '../../../core/identity/passwords.js';
import { acceptInvitation } from '../../../core/identity/accept.js';
import { newId } from '../../../core/new-id.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';

export const goodPassword = 'four words without a link';
const who = 'a test';
const hourMs = 3_600_000;

/** A hub with one connection whose contacts are written by hand, at a time that stands until it is moved. */
export interface Lab {
  database: TestDatabase;
  identity: Identity;
  /** How many hashes were made. */
  hashes(): number;
  /** Hashes that begin from now on end after `release` only, however fast the machine is. */
  holdHashes(): { release(): void };
  moveTime(ms: number): void;
  addConnection(id: string, binds?: 'contact' | 'customer'): Promise<void>;
  addContact(id: string, email: string | null, connection?: string): Promise<void>;
  invite(id: string, connection?: string): Promise<Invitation & { token: string }>;
  /** Invited, accepted and ready to sign in with `goodPassword`. */
  addUser(id: string, email: string, connection?: string): Promise<Invitation>;
  /** A fresh window for everybody: the throttles' clock is the machine's. */
  forgetThrottles(): Promise<void>;
  /**
   * When the throttles of this kind open again, in milliseconds by the machine's clock, and then an hour
   * later: none opens by itself while a slow machine is busy.
   */
  holdThrottles(kind: 'address' | 'gate'): Promise<{ opens: number; held: number }[]>;
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

export async function openLab(
  config: Parameters<typeof createIdentity>[0]['config'] = { baseUrl: 'http://127.0.0.1:3000' },
): Promise<Lab> {
  const database = await openTestDatabase();
  const { pool } = database;
  let time = Date.now();
  let hashes = 0;
  let free: Promise<void> | undefined;
  const argon2: Argon2 = {
    hash: (...given) => count(() => hash(...given)),
    verify: (...given) => count(() => verify(...given)),
  };
  async function count<T>(work: () => Promise<T>): Promise<T> {
    hashes += 1;
    await free;
    return work();
  }
  const identity = createIdentity({
    config,
    database,
    clock: { now: () => new Date(time) },
    passwords: createPasswords({ argon2 }),
  });
  const lab: Lab = {
    database,
    identity,
    hashes: () => hashes,
    holdHashes() {
      let release = (): void => undefined;
      free = new Promise((resolve) => (release = resolve));
      return { release };
    },
    moveTime: (ms) => void (time += ms),
    async addConnection(id, binds = 'contact') {
      await pool.query(
        "insert into connection (id, plugin, title, origin) values ($1, 'toy', 'Toy works', 'config')",
        [id],
      );
      await pool.query(
        `insert into policy (connection_id, plugin, plugin_version, binds, policy, applied_at)
         values ($1, 'toy', '1', $2, '{"version":1,"limits":[],"grants":[]}', now())`,
        [id, binds],
      );
    },
    async addContact(id, email, connection = 'toy') {
      await pool.query(
        `insert into contact (connection_id, external_id, id, kind, first_name, last_name, email, details, hash,
                              stream, item_id)
         values ($1, $2, $3, 'contact', 'Ada', 'Lovelace', $4, '{}', '\\x00', 'contacts', $2)`,
        [connection, id, newId(), email],
      );
    },
    async invite(externalId, connection = 'toy') {
      const invitation = await inviteContact(identity, { connection, externalId }, { who });
      return { ...invitation, token: invitation.link?.split('/').at(-1) ?? '' };
    },
    async addUser(id, email, connection = 'toy') {
      await lab.addContact(id, email, connection);
      const { token, ...invitation } = await lab.invite(id, connection);
      if (!(await acceptInvitation(identity, { token, password: goodPassword })))
        throw new Error('the invitation was not accepted');
      return invitation;
    },
    forgetThrottles: async () => void (await pool.query('delete from throttle')),
    async holdThrottles(kind) {
      const held = await lab.rows(
        'update throttle set expire = expire + $2 where key like $1 returning expire::float as held',
        [`${kind}:%`, hourMs],
      );
      return held.map((row) => ({ opens: Number(row['held']) - hourMs, held: Number(row['held']) }));
    },
    rows: async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, values)).rows,
  };
  await lab.addConnection('toy');
  return lab;
}

/** The code of the PorticoError that a promise is rejected with. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? (Reflect.get(error, 'code') ?? error.message) : error),
  );

/** What `work` gave, and between which moments of the machine's clock it ran. */
export async function timed<T>(work: () => Promise<T>): Promise<{ given: T; from: number; to: number }> {
  const from = Date.now();
  return { given: await work(), from, to: Date.now() };
}

/** The seconds there are until a moment, for somebody who asked at some time within `from` and `to`. */
export const secondsUntil = (
  moment: number,
  { from, to }: { from: number; to: number },
): [number, number] => [Math.ceil((moment - to) / 1000), Math.ceil((moment - from) / 1000)];
