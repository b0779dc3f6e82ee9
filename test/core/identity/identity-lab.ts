import { hash, verify } from '@node-rs/argon2';

import { createIdentity, type Identity } from '../../../core/identity/identity.js';
import { inviteContact, type Invitation } from '../../../core/identity/invite.js';
import { createPasswords, type Argon2 } from '../../../core/identity/passwords.js';
import { acceptInvitation } from '../../../core/identity/accept.js';
import { newId } from '../../../core/new-id.js';
import { openTestDatabase, type TestDatabase } from '../../database.js';

export const goodPassword = 'four words without a link';
const who = 'a test';

/** A hub with one connection whose contacts are written by hand, at a time that stands until it is moved. */
export interface Lab {
  database: TestDatabase;
  identity: Identity;
  /** How many hashes were made. */
  hashes(): number;
  moveTime(ms: number): void;
  addConnection(id: string, binds?: 'contact' | 'customer'): Promise<void>;
  addContact(id: string, email: string | null, connection?: string): Promise<void>;
  invite(id: string, connection?: string): Promise<Invitation & { token: string }>;
  /** Invited, accepted and ready to sign in with `goodPassword`. */
  addUser(id: string, email: string, connection?: string): Promise<Invitation>;
  /** A fresh window for everybody: the throttles' clock is the machine's. */
  forgetThrottles(): Promise<void>;
  rows(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
}

export async function openLab(
  config: Parameters<typeof createIdentity>[0]['config'] = { baseUrl: 'http://127.0.0.1:3000' },
): Promise<Lab> {
  const database = await openTestDatabase();
  const { pool } = database;
  let time = Date.now();
  let hashes = 0;
  const argon2: Argon2 = {
    hash: (...given) => ((hashes += 1), hash(...given)),
    verify: (...given) => ((hashes += 1), verify(...given)),
  };
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
