import { spawn } from 'node:child_process';

import type { PostgresHome } from './postgres-home.js';

/** Runs a program of PostgreSQL to its end as the server's user, with `input` as its standard input. */
export async function runPostgresProgram(
  home: PostgresHome,
  { program, args, input = '' }: { program: string; args: string[]; input?: string },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions(home), stdio: 'pipe' });
    const output: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stdin.on('error', () => {}).end(input);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? signal}: ${output.join('').trim()}`));
    });
  });
}

/** As whom, where and with what environment a program of PostgreSQL runs. */
export function spawnOptions({ folder, user }: PostgresHome): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  // Our own working folder may be closed to that user, and our environment holds what it need not know.
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { cwd: folder, env, ...(user && { uid: user.uid, gid: user.gid }) };
}
