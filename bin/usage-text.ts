import type { Command, CommandGroup } from './command.js';

/** The usage of one command, or of a group with all its verbs. */
export function usageText(command: Command | CommandGroup): string {
  if ('verbs' in command) {
    const list = Object.values(command.verbs);
    return [`Usage: portico ${command.usage}`, command.summary, '', ...table(list)].join('\n');
  }
  const { usage, summary, options = {}, notes } = command;
  const names = Object.entries(options).map(
    ([name, { type, multiple }]) =>
      `  --${name}${type === 'string' ? ' <value>' : ''}${multiple ? ' (may come several times)' : ''}`,
  );
  return [
    `Usage: portico ${usage}`,
    summary,
    ...names,
    '  --json',
    '  --config <file>',
    ...(notes ? ['', notes] : []),
  ].join('\n');
}

/** Every command in a line. */
export function helpText(commands: Readonly<Record<string, Command | CommandGroup>>): string {
  return `portico: one door in front of several CRMs

${table(Object.values(commands)).join('\n')}

Every command takes --json, --config <file> and --help; \`portico help <command>\` says more.
Exit codes: 0 ok, 1 failed, 2 wrong usage.
`;
}

function table(list: { usage: string; summary: string }[]): string[] {
  const widest = 40;
  const width = Math.max(...list.map(({ usage }) => usage.length).filter((length) => length <= widest), 0);
  return list.map(({ usage, summary }) =>
    usage.length > widest
      ? `  ${usage}\n  ${' '.repeat(width)}  ${summary}`
      : `  ${usage.padEnd(width)}  ${summary}`,
  );
}
