import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';

import connectPgSimple from 'connect-pg-simple';
import session, { type SessionData } from 'express-session';

import type { Clock } from '../clock.js';
import { query, type Pool, type Queryable } from '../database/open-database.js';
import type { Log } from '../log.js';
import { hours } from './tokens.js';

/** S23: both are kept by the server, whatever the browser does with its cookie. */
const idleMs = hours(0.5);
const absoluteMs = hours(12);

declare module 'express-session' {
  interface SessionData {
    /** When its holder signed in; a session that goes on under a new id is not younger for it. */
    startedAt?: string;
    /** Portico's id of the customer that its holder has narrowed to. */
    customer?: string;
  }
}

type Done<T = void> = (error?: unknown, result?: T) => void;

const PgStore = connectPgSimple(session);

/**
 * Sessions in PostgreSQL that know whose they are, by the SHA-256 of the id in the cookie: who reads the
 * table, or a backup of it, is nobody (S21).
 */
export class SessionStore extends PgStore {
  readonly #pool: Pool;
  readonly #clock: Clock;

  constructor({ pool, clock, log }: { pool: Pool; clock: Clock; log: Log }) {
    super({
      pool,
      errorLog: (message: unknown, error: unknown) => log.warn({ err: error }, String(message)),
    });
    this.#pool = pool;
    this.#clock = clock;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    settle(this.#read(id), done);
  }

  override set(id: string, data: SessionData, done: Done = () => undefined): void {
    settle(this.#write(id, data), done);
  }

  override touch(id: string, _data: SessionData, done: Done = () => undefined): void {
    settle(this.#seen(id), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    super.destroy(hashOf(id), done);
  }

  async #read(id: string): Promise<SessionData | null> {
    const now = this.#clock.now();
    const [row] = await query<{ sess: SessionData; startedAt: Date }>(
      this.#pool,
      `select sess, created_at as "startedAt" from session where sid = $1 and expire > $2 and created_at > $3`,
      [hashOf(id), now, new Date(now.getTime() - absoluteMs)],
    );
    return row ? { ...row.sess, startedAt: row.startedAt.toISOString() } : null;
  }

  /** Only who is signed in has one; what a visitor's browser is given in between is kept nowhere. */
  async #write(id: string, data: SessionData): Promise<void> {
    const now = this.#clock.now();
    await this.#pool.query(
      `insert into session (sid, sess, expire, person_id, created_at, seen_at)
       select $1, $2, $3, person, $5, $4 from (select ($2::json #>> '{passport,user,id}')::uuid as person) as of
       where person is not null
       on conflict (sid) do update set sess = excluded.sess, expire = excluded.expire,
         person_id = excluded.person_id, seen_at = excluded.seen_at`,
      [
        hashOf(id),
        JSON.stringify(data),
        new Date(now.getTime() + idleMs),
        now,
        data.startedAt === undefined ? now : new Date(data.startedAt),
      ],
    );
  }

  /** Only one that is there: a request under way does not bring back what was ended meanwhile (S24). */
  async #seen(id: string): Promise<void> {
    const now = this.#clock.now();
    await this.#pool.query('update session set expire = $2, seen_at = $3 where sid = $1', [
      hashOf(id),
      new Date(now.getTime() + idleMs),
      now,
    ]);
  }
}

/** Ends all sessions of a person at once. */
export async function endSessions(on: Queryable, personId: string): Promise<void> {
  await on.query('delete from session where person_id = $1', [personId]);
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url');

function settle<T>(work: Promise<T>, done: (error: unknown, result?: T) => void): void {
  callbackify(() => work)(done);
}
