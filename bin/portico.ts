#!/usr/bin/env node
import { parseArgs } from 'node:util';

import { Fault, PorticoError } from '../core/contract/contract.js';
import { exitCodes, type Command, type CommandContext } from './command.js';
import { commands } from './commands.js';
import { openHub, type OpenHub } from './open-hub.js';
import { UsageError } from './usage-error.js';

process.exitCode = await main(process.argv.slice(2));

/** Reads the command line, runs its command and answers the exit code; every failure becomes a sentence. */
async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(helpText());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command = commands[name];
  const json = rest.includes('--json');
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let open: Promise<OpenHub> | undefined;
  try {
    if (!command) throw new UsageError(`There is no command "${name}". \`portico help\` lists them.`);
    const { positionals: words, values } = parse(command, rest);
    if (values['help']) {
      process.stdout.write(`${usageText(command)}\n`);
      return exitCodes.ok;
    }
    const configFile = typeof values['config'] === 'string' ? values['config'] : undefined;
    const context: CommandContext = {
      hub: (options) => (open ??= openHub({ configFile, ...options })),
      configFile,
      print: (value, asText) =>
        void process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${asText()}\n`),
      signal: abort.signal,
      isTerminal: process.stderr.isTTY,
    };
    return await command.run({ words, options: values, json }, context);
  } catch (error) {
    return report(error, command, json);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await open?.then((hub) => hub.close()).catch(() => undefined);
  }
}

function parse(
  command: Command,
  args: string[],
): { positionals: string[]; values: Record<string, string | boolean | undefined> } {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...command.options,
        json: { type: 'boolean' },
        config: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return {
      positionals: parsed.positionals,
      values: parsed.values,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A failure as its reader needs it: a sentence and a remedy, or one JSON object on standard error. */
function report(error: unknown, command: Command | undefined, json: boolean): number {
  const known = error instanceof PorticoError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const code = known?.code ?? 'UNEXPECTED';
  const remedy = error instanceof Fault ? error.remedy : undefined;
  if (json)
    process.stderr.write(`${JSON.stringify({ error: { code, message, ...(remedy && { remedy }) } })}\n`);
  else {
    process.stderr.write(`portico: ${message}${remedy ? `\n${remedy}` : ''}\n`);
    if (error instanceof UsageError && command) process.stderr.write(`\n${usageText(command)}\n`);
    // Only what nobody foresaw shows where it came from.
    if (!known && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  }
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

function usageText({ usage, summary, options = {} }: Command): string {
  const names = Object.entries(options).map(
    ([name, { type }]) => `  --${name}${type === 'string' ? ' <value>' : ''}`,
  );
  return [`Usage: portico ${usage}`, summary, ...names, '  --json', '  --config <file>'].join('\n');
}

function helpText(): string {
  const list = Object.values(commands);
  const width = Math.max(...list.map(({ usage }) => usage.length));
  return `portico: one door in front of several CRMs\n\n${list.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`).join('\n')}\n\nEvery command takes --json, --config <file> and --help. Exit codes: 0 ok, 1 failed, 2 wrong usage.\n`;
}
