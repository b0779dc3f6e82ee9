import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

import { UsageError } from './usage-error.js';

/** One line of standard input for each secret; a terminal asks by name and does not show what is typed. */
export async function readLines(names: string[]): Promise<string[]> {
  const { stdin } = process;
  const lines: string[] = [];
  const asked = (): string => names[lines.length] ?? '';
  if (stdin.isTTY) process.stderr.write(`${asked()}: `);
  // With a terminal's own echo off and an output that writes nothing, typing leaves no trace.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: stdin, ...(stdin.isTTY && { output: nowhere, terminal: true }) });
  reader.on('line', (line) => {
    lines.push(line.replace(/\r$/, ''));
    if (stdin.isTTY) process.stderr.write(lines.length < names.length ? `\n${asked()}: ` : '\n');
    if (lines.length === names.length) reader.close();
  });
  await once(reader, 'close');
  stdin.pause();
  const missing = names.find((_, index) => !lines[index]);
  if (missing !== undefined)
    throw new UsageError(`Standard input has no line for the secret "${missing}". Give one line for each.`);
  return lines;
}
