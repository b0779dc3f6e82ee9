#!/usr/bin/env node
import { runPortico } from './run-portico.js';

const abort = new AbortController();
const stop = (): void => abort.abort();
process.once('SIGINT', stop).once('SIGTERM', stop);
// `portico … | head`: whoever read has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => endOfReading(error, stop));
process.stderr.on('error', (error: NodeJS.ErrnoException) => endOfReading(error, () => undefined));

// Set, not called: what was written to a pipe is flushed before the process ends by itself.
process.exitCode = await runPortico(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  signal: abort.signal,
  isTerminal: process.stderr.isTTY,
});
process.off('SIGINT', stop).off('SIGTERM', stop);

function endOfReading(error: NodeJS.ErrnoException, done: () => void): void {
  if (error.code !== 'EPIPE') throw error;
  done();
}
