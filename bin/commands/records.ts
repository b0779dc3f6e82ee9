import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { RecordData, RecordModule } from '../../core/contract/contract.js';
import { findRecord } from '../../core/records/find-row.js';
import { keepComment } from '../../core/records/keep-comment.js';
import { keepFile } from '../../core/records/keep-file.js';
import { changeKeptRecord, keepRecord, removeKeptRecord } from '../../core/records/keep-record.js';
import { recordModules } from '../../core/records/row-tables.js';
import { exitCodes, type Command, type CommandGroup, type CommandInput } from '../command.js';
import type { OpenHub } from '../open-hub.js';
import { textOption, textOptions } from '../read-command-line.js';
import { UsageError } from '../usage-error.js';
import { whoRuns } from '../who-runs.js';

const dataOptions = {
  subject: { type: 'string' },
  body: { type: 'string' },
  number: { type: 'string' },
  status: { type: 'string' },
  folder: { type: 'string' },
  customer: { type: 'string' },
  contact: { type: 'string', multiple: true },
  parent: { type: 'string', multiple: true },
  field: { type: 'string', multiple: true },
  show: { type: 'boolean' },
  hide: { type: 'boolean' },
  public: { type: 'boolean' },
  private: { type: 'boolean' },
} as const;

const dataNotes = [
  '--subject, --body, --number, --status, --folder <text>; an empty text takes it away',
  "--customer <id>, --contact <id> (again for more), --parent <module>/<id>: the vendor's own ids",
  '--field <name>=<value>   a field of its own, as JSON where it reads as JSON',
  '--show, --hide           shown on the portal to those it concerns, or not',
  '--public, --private      for everybody who has the module, or only for those it concerns',
].join('\n');

const add: Command = {
  usage: 'records add <connection> <module> --subject <text> [--show] [--file <path>]',
  summary: 'Add a record that Portico keeps, where the vendor has no place for it: a document, an FAQ.',
  words: ['connection', 'module'],
  options: { ...dataOptions, file: { type: 'string', multiple: true } },
  notes: `${dataNotes}\n--file <path>            with these files`,
  async run(input, { hub: open, print }) {
    const [id = '', module = ''] = input.words;
    const known = recordModules.find((each) => each === module);
    if (!known) throw new UsageError(`"${module}" is no module. There are: ${recordModules.join(', ')}.`);
    const files = await Promise.all(textOptions(input, 'file').map(readNewFile));
    const hub = await open();
    const connection = await hub.connections.open(id);
    const data = withoutNulls(readData(input));
    const made = await keepRecord(hub, connection, { module: known, data, by: whoRuns(), files });
    const name = `${id}:${made.module}/${made.id}`;
    print({ record: name }, () => `${name} is kept${data.portalVisible ? ' and shown on the portal' : ''}.`);
    return exitCodes.ok;
  },
};

const change: Command = {
  usage: 'records change <record> [--subject <text>] [--show] …',
  summary: 'Change, publish or withdraw a record that Portico keeps.',
  words: ['record'],
  options: dataOptions,
  notes: dataNotes,
  async run(input, { hub: open, print }) {
    const changes = readData(input);
    if (!Object.keys(changes).length) throw new UsageError('Say what is to be changed.');
    const hub = await open();
    const { connection, module, id, name } = await findNamed(hub, input);
    await changeKeptRecord(hub, connection, { module, id, changes, by: whoRuns() });
    print({ record: name }, () => `${name} is changed.`);
    return exitCodes.ok;
  },
};

const remove: Command = {
  usage: 'records remove <record>',
  summary: 'Take away a record that Portico keeps.',
  words: ['record'],
  async run(input, { hub: open, print }) {
    const hub = await open();
    const { connection, module, id, name } = await findNamed(hub, input);
    await removeKeptRecord(hub, connection, { module, id, by: whoRuns() });
    print({ record: name }, () => `${name} is removed.`);
    return exitCodes.ok;
  },
};

const comment: Command = {
  usage: 'records comment <record> <text> [--internal] [--author <name>]',
  summary: 'Comment on a record, where the vendor has no comments and Portico keeps them.',
  words: ['record', 'text'],
  options: { internal: { type: 'boolean' }, author: { type: 'string' } },
  notes: '--internal   never shown to customers',
  async run(input, { hub: open, print }) {
    const hub = await open();
    const { connection, module, id: recordId, name } = await findNamed(hub, input);
    const { id } = await keepComment(hub, connection, {
      module,
      recordId,
      text: input.words[1] ?? '',
      visibility: input.options['internal'] === true ? 'internal' : 'public',
      author: textOption(input, 'author'),
      by: whoRuns(),
    });
    print({ record: name, comment: id }, () => `The comment on ${name} is kept.`);
    return exitCodes.ok;
  },
};

const attach: Command = {
  usage: 'records attach <record> <path> [--internal]',
  summary: 'Add a file to a record, where the vendor takes none and Portico keeps it.',
  words: ['record', 'path'],
  options: { internal: { type: 'boolean' } },
  async run(input, { hub: open, print }) {
    const file = await readNewFile(input.words[1] ?? '');
    const hub = await open();
    const { connection, module, id: recordId, name } = await findNamed(hub, input);
    const visibility = input.options['internal'] === true ? 'internal' : 'public';
    const { id } = await keepFile(hub, connection, {
      module,
      recordId,
      file: { ...file, visibility },
      by: whoRuns(),
    });
    print({ record: name, file: id }, () => `${file.name} is kept with ${name}.`);
    return exitCodes.ok;
  },
};

/** The record that the first word names, with its connection open. */
async function findNamed(hub: OpenHub, { words: [word = ''] }: CommandInput) {
  const { connection, module, id } = await findRecord(hub.database.pool, word);
  return {
    connection: await hub.connections.open(connection),
    module,
    id,
    name: `${connection}:${module}/${id}`,
  };
}

async function readNewFile(path: string) {
  try {
    return { name: basename(path), content: await readFile(path), visibility: 'public' as const };
  } catch (cause) {
    const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
    throw new UsageError(`"${path}" cannot be read (${String(code)}).`);
  }
}

type Changes = { [K in keyof RecordData]?: RecordData[K] | null };

const texts = ['subject', 'body', 'number', 'status', 'folder', 'customer'] as const;

function readData(input: CommandInput): Changes {
  const changes: Changes = {};
  for (const name of texts) {
    const text = textOption(input, name);
    if (text !== undefined) changes[name] = text === '' ? null : text;
  }
  const contacts = textOptions(input, 'contact').filter(Boolean);
  if ('contact' in input.options) changes.contacts = contacts;
  if ('parent' in input.options)
    changes.parents = textOptions(input, 'parent').filter(Boolean).map(readParent);
  if ('field' in input.options)
    changes.fields = Object.fromEntries(textOptions(input, 'field').map(readField));
  const shown = either(input, 'show', 'hide');
  if (shown !== undefined) changes.portalVisible = shown;
  const open = either(input, 'public', 'private');
  if (open !== undefined) changes.public = open;
  return changes;
}

function either({ options }: CommandInput, yes: string, no: string): boolean | undefined {
  if (options[yes] === true && options[no] === true)
    throw new UsageError(`--${yes} and --${no} contradict one another.`);
  return options[yes] === true ? true : options[no] === true ? false : undefined;
}

function readParent(text: string): { module: RecordModule; id: string } {
  const slash = text.indexOf('/');
  const module = recordModules.find((each) => each === text.slice(0, slash));
  if (!module || slash === text.length - 1)
    throw new UsageError(`--parent is <module>/<id>, as in project/31, not "${text}".`);
  return { module, id: text.slice(slash + 1) };
}

function readField(text: string): [string, string | number | boolean] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`--field is <name>=<value>, not "${text}".`);
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'number' || typeof parsed === 'boolean') return [name, parsed];
  } catch {
    // It is text.
  }
  return [name, value];
}

const withoutNulls = (changes: Changes): RecordData =>
  // What is left has the types of RecordData: null was the only other thing.
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)) as RecordData;

export const recordsCommands: CommandGroup = {
  usage: 'records add|change|remove|comment|attach',
  summary: 'Documents, FAQs, comments and files that Portico keeps where the vendor has no place for them.',
  verbs: { add, change, remove, comment, attach },
};
