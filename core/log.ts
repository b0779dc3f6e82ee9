import { pino, type Logger } from 'pino';

import type { SessionLog } from './contract/contract.js';

export type Log = Logger;

/** Lines of JSON on standard error, so that a command's standard output stays its answer. */
export function createLog(level = 'info'): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}

/** The log as plugins and vendor calls see it: a sentence first, facts behind it. */
export const sessionLog = (log: Log): SessionLog => ({
  info: (message, details = {}) => log.info(details, message),
  warn: (message, details = {}) => log.warn(details, message),
});
