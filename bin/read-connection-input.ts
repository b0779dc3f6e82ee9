import type { Json, SettingsSchema } from '../core/contract/contract.js';
import { readVariable } from '../config/read-config.js';
import type { CommandInput } from './command.js';
import { textOption, textOptions } from './read-command-line.js';
import { readLines } from './read-lines.js';
import { UsageError } from './usage-error.js';

/** The options that say what a connection is like. */
export const inputOptions = {
  title: { type: 'string' },
  schedule: { type: 'string' },
  setting: { type: 'string', multiple: true },
  secret: { type: 'string', multiple: true },
  map: { type: 'string', multiple: true },
} as const;

export const inputNotes = [
  '--title <text>           what people call it',
  '--schedule <cron>        five or six fields; empty: never by itself; absent: every 15 minutes',
  '--setting <name>=<value> text as it is; anything else (numbers, yes/no, lists, objects) as JSON',
  '--secret <name>          read from standard input, one line for each in the order given',
  '--secret <name>=env:VAR  taken from the environment variable VAR',
  '--map <field>=<path>     read a field from another one of the vendor, ticket.fields.severity=cf_812; without',
  '                         a path: as the plugin reads it. The next sync maps everything again',
  'A secret is never an argument: others on the machine can see those.',
].join('\n');

interface ConnectionSettingsInput {
  title: string | undefined;
  schedule: string | undefined;
  /** An undefined one is to be taken away. */
  settings: Record<string, unknown>;
  /** Field overrides; an undefined one is to be taken away. */
  map: Record<string, string | undefined>;
}

/**
 * Reads title, schedule, settings and secrets of a connection from options, environment and standard input.
 * @throws UsageError, which never shows a value
 */
export async function readConnectionInput(
  input: CommandInput,
  schema: SettingsSchema | undefined,
): Promise<ConnectionSettingsInput> {
  const settings: Record<string, unknown> = {};
  for (const text of textOptions(input, 'setting')) {
    const [name, value] = splitSetting(text);
    if (schema?.properties[name]?.secret)
      throw new UsageError(`"${name}" is a secret: give it by --secret ${name}, not as an argument.`);
    settings[name] = parseValue(name, value, schema?.properties[name]?.type);
  }
  for (const name of textOptions(input, 'unset')) settings[name] = undefined;
  const waiting: string[] = [];
  for (const text of textOptions(input, 'secret')) {
    const [name, from] = splitSecret(text);
    if (schema && !schema.properties[name]?.secret)
      throw new UsageError(
        schema.properties[name]
          ? `"${name}" is no secret: give it by --setting ${name}=<value>.`
          : `There is no secret "${name}". There are: ${secretsOf(schema).join(', ') || 'none'}.`,
      );
    if (from === undefined) waiting.push(name);
    else settings[name] = fromEnvironment(name, from);
  }
  if (waiting.length) {
    const lines = await readLines(waiting);
    for (const [index, name] of waiting.entries()) settings[name] = lines[index];
  }
  return {
    title: textOption(input, 'title'),
    schedule: textOption(input, 'schedule'),
    settings,
    map: readMap(input),
  };
}

function readMap(input: CommandInput): Record<string, string | undefined> {
  return Object.fromEntries(
    textOptions(input, 'map').map((text): [string, string | undefined] => {
      const equals = text.indexOf('=');
      if (equals < 1)
        throw new UsageError(`An override is written --map ticket.fields.severity=cf_812, not "${text}".`);
      return [text.slice(0, equals), text.slice(equals + 1) || undefined];
    }),
  );
}

const secretsOf = ({ properties }: SettingsSchema): string[] =>
  Object.entries(properties).flatMap(([name, { secret }]) => (secret ? [name] : []));

function splitSetting(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError('A setting is written --setting name=value.');
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function splitSecret(text: string): [name: string, variable: string | undefined] {
  const equals = text.indexOf('=');
  if (equals < 0) return [text, undefined];
  const name = text.slice(0, equals);
  const variable = /^env:([A-Za-z_]\w*)$/.exec(text.slice(equals + 1))?.[1];
  // Whatever was written there may be the secret itself, so it is not repeated.
  if (variable === undefined)
    throw new UsageError(
      `A secret is written --secret ${name} (one line on standard input) or --secret ${name}=env:VARIABLE.`,
    );
  return [name, variable];
}

function fromEnvironment(name: string, variable: string): string {
  const value = readVariable(variable);
  if (value) return value;
  throw new UsageError(`The environment has no ${variable}, which the secret "${name}" is to come from.`);
}

/** Text stays as it is, anything else is JSON. A setting of no known name is the schema's to refuse. */
function parseValue(name: string, value: string, type: unknown): Json {
  if (type === 'string' || type === undefined) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    throw new UsageError(`The setting "${name}" is no text: write it as JSON.`);
  }
}
