import type { ParseArgsConfig } from 'node:util';

import type { OpenHub } from './open-hub.js';

/** The exit codes that scripts can count on (design §10). */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** What a command was called with, read by `options`. */
export interface CommandInput {
  /** Words after the command's name (and its verb) that are no options. */
  words: string[];
  /** A list where the option may come several times. */
  options: Record<string, string | boolean | string[] | undefined>;
  /** `--json`: one JSON value on standard output, nothing else. */
  json: boolean;
}

/** One thing the CLI can do: a command, or a verb of one. */
export interface Command {
  /** After `portico`: `runs cancel <id>`. */
  usage: string;
  summary: string;
  options?: ParseArgsConfig['options'];
  /** The words it takes, by name; those that may be left out end in `?`. Absent: it looks at them itself. */
  words?: readonly string[];
  /** What a person should know beside the options; shown by --help. */
  notes?: string;
  /** Runs it and answers the exit code. Bad use: throw a UsageError. */
  run(input: CommandInput, context: CommandContext): Promise<number>;
}

/** A word of the CLI that needs a second one: `runs list`, `runs show`. */
export interface CommandGroup {
  usage: string;
  summary: string;
  verbs: Readonly<Record<string, Command>>;
}

/** What a command may use of the process. */
export interface CommandContext {
  /** Opens the hub the command works on, once; closed when the command ends. */
  hub(options?: { migrated?: boolean }): Promise<OpenHub>;
  /** The path given by `--config`. */
  configFile: string | undefined;
  /** The answer: one value under --json, else what the function prints. */
  print(value: unknown, asText: () => string): void;
  /** Aborted by SIGINT and SIGTERM, and when nobody reads the output any more. */
  signal: AbortSignal;
  /** Is a person watching standard error? */
  isTerminal: boolean;
}
