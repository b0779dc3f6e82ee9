import { readFileSync } from 'node:fs';

import { Fault, PorticoError } from '../core/contract/contract.js';
import { projectPath } from '../core/project-path.js';
import { exitCodes, type Command, type CommandContext, type CommandGroup } from './command.js';
import { commands } from './commands.js';
import { openHub, type OpenHub } from './open-hub.js';
import { cleanText } from './clean-text.js';
import { findVerb, readCommandLine, textOption } from './read-command-line.js';
import { UsageError } from './usage-error.js';
import { helpText, usageText } from './usage-text.js';

/** Where the command line speaks, and what ends it. */
export interface PorticoIo {
  out(text: string): void;
  err(text: string): void;
  signal: AbortSignal;
  isTerminal: boolean;
  /** How a hub is opened; tests bring their own environment. */
  open?: typeof openHub;
}

/** Reads the command line, runs its command and answers the exit code; every failure becomes a sentence. */
export async function runPortico(argv: string[], io: PorticoIo): Promise<number> {
  const [name, ...rest] = argv;
  const json = argv.includes('--json');
  const say = (text: string): number => {
    io.out(text);
    return exitCodes.ok;
  };
  let asked: Command | CommandGroup | undefined;
  let hub: Promise<OpenHub> | undefined;
  try {
    if (name === '--version' || name === '-v') return say(`${version()}\n`);
    if (name === undefined) {
      say(helpText(commands));
      return exitCodes.usage;
    }
    if (name === 'help' || name === '--help' || name === '-h') return say(help(rest));
    if (name.startsWith('-')) throw new UsageError('The command comes first: portico <command> [options].');
    asked = findCommand(name);
    const command = 'verbs' in asked ? findVerb(asked, rest) : asked;
    if (!command) return say(`${usageText(asked)}\n`);
    const verb = asked !== command;
    asked = command;
    const input = readCommandLine(command, rest, { verb });
    if (input.options['help']) return say(`${usageText(command)}\n`);
    const configFile = textOption(input, 'config');
    const { open = openHub, signal, isTerminal } = io;
    const context: CommandContext = {
      hub: (options) => (hub ??= open({ configFile, ...options })),
      configFile,
      print: (value, asText) => io.out(`${json ? JSON.stringify(value) : cleanText(asText())}\n`),
      signal,
      isTerminal,
    };
    return await command.run(input, context);
  } catch (error) {
    return report(error, asked, { json, err: io.err });
  } finally {
    await hub?.then((each) => each.close()).catch(() => undefined);
  }
}

function version(): string {
  return (JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { version: string }).version;
}

function findCommand(name: string): Command | CommandGroup {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  throw new UsageError(`There is no command "${name}". \`portico help\` lists them.`);
}

function help(words: string[]): string {
  const end = words.findIndex((word) => word.startsWith('-'));
  const [name, verb] = end < 0 ? words : words.slice(0, end);
  if (name === undefined) return helpText(commands);
  const command = findCommand(name);
  const found = 'verbs' in command && verb !== undefined ? findVerb(command, [verb]) : command;
  return `${usageText(found ?? command)}\n`;
}

/** A failure as its reader needs it: a sentence and a remedy, or one JSON object on standard error. */
function report(
  error: unknown,
  command: Command | CommandGroup | undefined,
  { json, err }: { json: boolean; err: (text: string) => void },
): number {
  const known = error instanceof PorticoError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const code = known?.code ?? 'UNEXPECTED';
  const remedy = error instanceof Fault ? error.remedy : undefined;
  if (json) err(`${JSON.stringify({ error: { code, message, ...(remedy && { remedy }) } })}\n`);
  else {
    err(cleanText(`portico: ${message}${remedy ? `\n${remedy}` : ''}\n`));
    if (error instanceof UsageError && command) err(`\n${usageText(command)}\n`);
    // Only what nobody foresaw shows where it came from.
    if (!known && error instanceof Error && error.stack) err(`${error.stack}\n`);
  }
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}
