import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openHub } from '../../bin/open-hub.js';
import { runPortico as runHere } from '../../bin/run-portico.js';
import { readConfig } from '../../config/read-config.js';
import { projectPath } from '../../core/project-path.js';
import { openTestDatabase, type TestDatabase } from '../database.js';

/** As deep as a test looks into it. */
// oxlint-disable-next-line typescript/no-explicit-any -- each expectation checks what it reads
type Json = any;

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output read as the one JSON value that --json promises. */
  json: Json;
}

export interface Cli {
  folder: string;
  database: TestDatabase;
  /** The same command in this process: a tenth of the time; logs and progress are not part of its answer. */
  call(args: string[], options?: { env?: Record<string, string> }): Promise<Answer>;
  /** Runs `portico <args> --config <file>`; `input` is its standard input. */
  run(args: string[], options?: RunOptions): Promise<Answer>;
  configure(config: object): Promise<void>;
  /** Everything that was ever printed. */
  output(): string;
  close(): Promise<void>;
}

interface RunOptions {
  input?: string;
  env?: Record<string, string>;
  config?: string;
}

/** The real command line in a process of its own, over a fresh database. */
export async function openCli(config: object): Promise<Cli> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-cli-'));
  const database = await openTestDatabase();
  const file = join(folder, 'portico.json');
  await writeFile(join(folder, 'secret.key'), `${Buffer.alloc(32, 9).toString('base64')}\n`);
  const printed: string[] = [];
  const configure = (given: object): Promise<void> =>
    writeFile(
      file,
      JSON.stringify({
        secretKey: 'secret.key',
        outbound: { allow: ['127.0.0.1/32'] },
        logLevel: 'info',
        ...given,
      }),
    );
  await configure(config);
  return {
    folder,
    database,
    configure,
    async call(args, options = {}) {
      const out: string[] = [];
      const err: string[] = [];
      const env = { DATABASE_URL: database.url, PORTICO_DATA: join(folder, 'data'), ...options.env };
      const code = await runHere(args, {
        out: (text) => void out.push(text),
        err: (text) => void err.push(text),
        signal: new AbortController().signal,
        isTerminal: false,
        open: (given) => {
          const config = readConfig({ file, env });
          config.hub.logLevel = 'silent';
          return openHub({ ...given, config });
        },
      });
      const answer = { code, stdout: out.join(''), stderr: err.join('') };
      printed.push(answer.stdout, answer.stderr);
      return { ...answer, json: readJson(answer.stdout) };
    },
    async run(args, options = {}) {
      const answer = await runPortico([...args, '--config', options.config ?? file], {
        input: options.input ?? '',
        env: { DATABASE_URL: database.url, PORTICO_DATA: join(folder, 'data'), ...options.env },
      });
      printed.push(answer.stdout, answer.stderr);
      return answer;
    },
    output: () => printed.join('\n'),
    async close() {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the compiled CLI with these arguments alone. */
export function runPortico(
  args: string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [projectPath('dist/bin/portico.js'), ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      const stdout = Buffer.concat(out).toString('utf8');
      const stderr = Buffer.concat(err).toString('utf8');
      resolve({ code, stdout, stderr, json: readJson(stdout) });
    });
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
