import { parseArgs, type ParseArgsConfig } from 'node:util';

import type { Command, CommandGroup, CommandInput } from './command.js';
import { UsageError } from './usage-error.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command takes. */
const everywhere: Options = {
  json: { type: 'boolean' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/** The verb of a group that a command line means, wherever in it the word stands; undefined without any. */
export function findVerb(group: CommandGroup, args: string[]): Command | undefined {
  const all: Options = Object.assign({}, ...Object.values(group.verbs).map(({ options }) => options));
  // Which options are right depends on the verb; here it is enough to know which of them take a value.
  const { positionals, values } = parseArgs({
    args,
    options: { ...all, ...everywhere },
    allowPositionals: true,
    strict: false,
  });
  const [word] = positionals;
  if (word === undefined && values['help']) return undefined;
  const verb = word !== undefined && Object.hasOwn(group.verbs, word) ? group.verbs[word] : undefined;
  if (verb) return verb;
  const known = Object.keys(group.verbs).join(', ');
  throw new UsageError(
    word === undefined ? `Say what to do: ${known}.` : `There is no "${word}" here, only: ${known}.`,
  );
}

/** Reads a command's words and options; `verb`: the first word is the verb. */
export function readCommandLine(
  command: Command,
  args: string[],
  { verb = false }: { verb?: boolean } = {},
): CommandInput {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { ...command.options, ...everywhere } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
  const words = parsed.positionals.slice(verb ? 1 : 0);
  // parseArgs gives each option the type that its declaration says.
  const options = parsed.values as CommandInput['options'];
  if (!options['help']) checkWords(command, words);
  return { words, options, json: options['json'] === true };
}

function checkWords({ words: wanted, usage }: Command, given: string[]): void {
  if (!wanted) return;
  const missing = wanted[given.length];
  if (missing !== undefined && !missing.endsWith('?'))
    throw new UsageError(`The ${missing} is missing. Write: portico ${usage}`);
  const extra = given[wanted.length];
  if (extra !== undefined)
    throw new UsageError(
      wanted.length
        ? `"${extra}" is a word too many. Write: portico ${usage}`
        : `"${extra}" is a word too many: this command takes none.`,
    );
}

// Node adds a hint about `--` that helps nobody here.
const firstSentence = (message: string): string =>
  `${message.split('. To specify')[0]?.replace(/\.$/, '') ?? message}.`;

/** An option's text, or undefined; an empty one counts. */
export function textOption({ options }: CommandInput, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts of an option that may come several times. */
export function textOptions({ options }: CommandInput, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}

/** A whole number from `min` to `max`; `fallback` where it is not given. */
export function numberOption(
  input: CommandInput,
  name: string,
  { fallback, min = 1, max }: { fallback: number; min?: number; max: number },
): number {
  const text = textOption(input, name);
  if (text === undefined) return fallback;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  throw new UsageError(`--${name} is a whole number from ${min} to ${max}, not "${text}".`);
}
