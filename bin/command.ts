import type { ParseArgsConfig } from 'node:util';

import type { OpenHub } from './open-hub.js';

/** The exit codes that scripts can count on (design §10). */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** What a command was called with, read by `options`. */
export interface CommandInput {
  /** Words after the command's name that are no options. */
  words: string[];
  options: Record<string, string | boolean | undefined>;
  /** `--json`: one JSON value on standard output, nothing else. */
  json: boolean;
}

/** One word of the CLI. */
export interface Command {
  /** After `portico`: `runs list|show|cancel`. */
  usage: string;
  summary: string;
  options?: ParseArgsConfig['options'];
  /** Runs it and answers the exit code. Bad use: throw a UsageError. */
  run(input: CommandInput, context: CommandContext): Promise<number>;
}

/** What a command may use of the process. */
export interface CommandContext {
  /** Opens the hub the command works on, once; closed when the command ends. */
  hub(options?: { migrated?: boolean }): Promise<OpenHub>;
  /** The path given by `--config`. */
  configFile: string | undefined;
  /** The answer: one value under --json, else what the function prints. */
  print(value: unknown, asText: () => string): void;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
  /** Is a person watching standard error? */
  isTerminal: boolean;
}
