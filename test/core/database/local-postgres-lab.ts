import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, type QueryResultRow } from 'pg';

import { removeLocalPostgres } from '../../../core/database/local-postgres.js';

/** A process that opens a local PostgreSQL. */
export interface Opener {
  process: ChildProcess;
  opened: Promise<{ url: string; started: boolean }>;
}

/** A folder for one test file, with all that was opened in it: `close` leaves no process and no file. */
export class LocalPostgresLab {
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), 'portico-test-')));
  readonly #folders = new Set<string>();
  readonly #openers = new Set<ChildProcess>();

  constructor() {
    // As root, whose server runs as another user: pass through, as in an ordinary folder.
    chmodSync(this.base, 0o755);
  }

  /** A data folder that is not there yet. */
  folder(path = `data-${this.#folders.size}`): string {
    const folder = join(this.base, path);
    this.#folders.add(folder);
    return folder;
  }

  /** Opens the data folder from a new process. */
  open(dataFolder: string): Opener {
    const script = fileURLToPath(new URL('open-local-postgres-child.js', import.meta.url));
    const child = spawn(process.execPath, [script, dataFolder], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#openers.add(child);
    const opened = new Promise<{ url: string; started: boolean }>((resolve, reject) => {
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      child.stdout.once('data', (text: Buffer) => resolve(JSON.parse(text.toString())));
      child.once('close', () => reject(new Error(`opener ended: ${errors}`)));
    });
    // Some tests kill it first; those that await it still see the failure.
    opened.catch(() => {});
    return { process: child, opened };
  }

  async kill({ process: child }: Opener): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** The pids of all programs of PostgreSQL that run in this lab. */
  running(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        const [program = '', ...args] = commandLine(pid).split('\0');
        return /\/(postgres|initdb)$/.test(program) && args.some((each) => each.includes(this.base));
      })
      .map(Number);
  }

  /** Waits until `condition` holds, at most ten seconds. */
  async until(condition: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 10_000; !condition(); await sleep(2)) {
      if (Date.now() > deadline) throw new Error('waited for ten seconds');
    }
  }

  async close(): Promise<void> {
    for (const child of this.#openers) await this.kill({ process: child } as Opener);
    for (const folder of this.#folders) await removeLocalPostgres(folder);
    // An initdb whose opener was killed ends by itself.
    await this.until(() => this.running().length === 0);
    await rm(this.base, { recursive: true, force: true });
  }
}

/** The rows a statement answers, over a connection of its own. */
export async function query<Row extends QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
