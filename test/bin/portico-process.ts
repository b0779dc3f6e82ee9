import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { HubConfig } from '../../core/contract/generated/config.js';
import { projectPath } from '../../core/project-path.js';

/** A program of ours, run as a person runs it. */
export interface RunningProgram {
  pid: number;
  /** Resolves when standard output has said it. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  output(): { out: string; err: string };
  /** The exit code, or the name of the signal. */
  ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a compiled file of this project; `env` in place of the tests' own settings. */
export function startProgram(file: string, args: string[], env: Record<string, string> = {}): RunningProgram {
  const {
    DATABASE_URL: _url,
    PORT: _port,
    PORTICO_CONFIG: _config,
    PORTICO_DATA: _data,
    ...own
  } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', projectPath(`dist/${file}`), ...args], {
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text.out += more));
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text.err += more));
  let over: number | string | undefined;
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve((over = code ?? signal ?? 'nothing')));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => ({ ...text }),
    kill: (signal) => void child.kill(signal),
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(text.out);
        if (found) return found;
        if (over !== undefined) throw new Error(`it ended (${over}) and did not say ${pattern}: ${text.err}`);
        await sleep(20);
      }
    },
  };
}

export const startPortico = (args: string[], env: Record<string, string>): RunningProgram =>
  startProgram('bin/portico.js', args, env);

/** A folder with a config file and the key that a database elsewhere asks for. */
export async function makeDeployment(
  config: HubConfig,
): Promise<{ folder: string; configFile: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-serve-'));
  const configFile = join(folder, 'config.json');
  await writeFile(join(folder, 'key'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(
    configFile,
    JSON.stringify({ outbound: { allow: ['127.0.0.1/32'] }, secretKey: 'key', logLevel: 'warn', ...config }),
  );
  return { folder, configFile, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Waits until something holds. */
export async function until(
  holds: () => Promise<boolean> | boolean,
  { within = 20_000, what = 'what was waited for' } = {},
): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${within / 1000} s`);
    await sleep(25);
  }
}

/**
 * One that has ended and waits for its parent to take notice is not alive (in a container nobody may ever).
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The local PostgreSQL of a data folder, by its own note; for root its data may lie elsewhere. */
export function postgresOf(dataFolder: string): number | undefined {
  try {
    const home = JSON.parse(readFileSync(join(dataFolder, 'postgres.json'), 'utf8')) as { folder?: string };
    return Number.parseInt(
      readFileSync(join(home.folder ?? dataFolder, 'postgres/postmaster.pid'), 'utf8'),
      10,
    );
  } catch {
    return undefined;
  }
}

/** All processes below one, by what the system says (Linux). */
export function descendantsOf(pid: number): { pid: number; command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
  const below = (of: number): { pid: number; command: string }[] =>
    all.filter(({ parent }) => parent === of).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}
