import type { Clock } from '../clock.js';
import type { HubConfig } from '../contract/generated/config.js';
import type { Database, Pool } from '../database/open-database.js';
import { createPasswords, type Passwords } from './passwords.js';
import { createThrottles, type Throttles } from './throttles.js';

/** What the functions of this folder work with. */
export interface Identity {
  pool: Pool;
  clock: Clock;
  passwords: Passwords;
  throttles: Throttles;
  hubName: string;
  /** The base of every link, never what a request says its host is (S12); without a slash at its end. */
  baseUrl: string;
  /** Is there a mail server? Otherwise links are handed over by whoever asked for them. */
  mails: boolean;
}

/** One of them a process: its password queue is what bounds the memory (S5). */
export function createIdentity({
  config,
  database,
  clock,
  passwords = createPasswords(),
}: {
  config: Pick<HubConfig, 'baseUrl' | 'branding' | 'mail' | 'port'>;
  database: Pick<Database, 'pool'>;
  clock: Clock;
  passwords?: Passwords;
}): Identity {
  const { pool } = database;
  return {
    pool,
    clock,
    passwords,
    throttles: createThrottles({ pool }),
    hubName: config.branding?.name ?? 'Portico',
    baseUrl: (config.baseUrl ?? `http://127.0.0.1:${config.port ?? 3000}`).replace(/\/+$/, ''),
    mails: config.mail?.url !== undefined,
  };
}
