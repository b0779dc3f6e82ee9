import { createInterface } from 'node:readline/promises';

import { UsageError } from './usage-error.js';

/**
 * Asks a person on a terminal whether to go on; elsewhere `--yes` must have said so.
 * @throws UsageError where nobody can be asked
 */
export async function confirm(
  question: string,
  { yes, json, signal }: { yes: boolean; json: boolean; signal: AbortSignal },
): Promise<boolean> {
  if (yes) return true;
  if (json || !process.stdin.isTTY || !process.stderr.isTTY)
    throw new UsageError('Nobody can be asked here. Look at what it would do, then say --yes.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
  } catch {
    // Ctrl-C at the question is a no.
    return false;
  } finally {
    lines.close();
  }
}
