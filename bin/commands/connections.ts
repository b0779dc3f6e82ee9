import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { confirm } from '../confirm.js';
import { inputNotes, inputOptions, readConnectionInput } from '../read-connection-input.js';
import { textOption } from '../read-command-line.js';
import { table } from '../table.js';
import { UsageError } from '../usage-error.js';
import { fieldsCommand } from './connection-fields.js';
import { testCommand } from './connection-test.js';

const list: Command = {
  usage: 'connections list',
  summary: 'All connections: plugin, where they are kept, schedule, state.',
  words: [],
  async run(_input, { hub: open, print }) {
    const connections = await (await open()).connections.list();
    print({ connections }, () =>
      connections.length
        ? table(
            ['connection', 'title', 'plugin', 'kept in', 'schedule', 'state'],
            connections.map(({ id, title, plugin, origin, schedule, paused, left }) => [
              id,
              title,
              plugin,
              origin === 'config' ? 'config file' : 'database',
              schedule || 'never by itself',
              left ? 'left: no longer in the config file' : paused ? 'paused' : 'active',
            ]),
          )
        : 'There is no connection yet. Add one to the config file, or by `portico connections add`.',
    );
    return exitCodes.ok;
  },
};

const add: Command = {
  usage: 'connections add <connection> --plugin <plugin>',
  summary: 'Add a vendor account to the database.',
  words: ['connection'],
  options: { plugin: { type: 'string' }, ...inputOptions },
  notes: inputNotes,
  async run(input, { hub: open, print }) {
    const [id = ''] = input.words;
    const plugin = textOption(input, 'plugin');
    if (plugin === undefined)
      throw new UsageError('Say which --plugin it is. `portico plugin list` shows them.');
    const { connections, plugins } = await open();
    const given = await readConnectionInput(input, plugins.get(plugin)?.plugin.settings);
    await connections.add({ id, plugin, ...given });
    print({ id, plugin, added: true }, () =>
      [
        `Connection ${id} is added. Test it by \`portico connections test ${id}\`, then \`portico sync ${id}\`.`,
      ].join('\n'),
    );
    return exitCodes.ok;
  },
};

const set: Command = {
  usage: 'connections set <connection>',
  summary: 'Change the title, schedule, settings or secrets of a connection in the database.',
  words: ['connection'],
  options: { ...inputOptions, unset: { type: 'string', multiple: true } },
  notes: `${inputNotes}\n--unset <name>           take a setting away`,
  async run(input, { hub: open, print }) {
    const [id = ''] = input.words;
    const { connections, plugins } = await open();
    const { plugin } = await connections.known(id);
    const change = await readConnectionInput(input, plugins.get(plugin)?.plugin.settings);
    const changed = [
      ...(change.title === undefined ? [] : ['title']),
      ...(change.schedule === undefined ? [] : ['schedule']),
      ...Object.keys(change.settings),
      ...Object.keys(change.map),
    ];
    if (!changed.length)
      throw new UsageError('Say what to change: --title, --schedule, --setting, --secret, --map or --unset.');
    await connections.set(id, change);
    print({ id, changed }, () => `Connection ${id} is changed: ${changed.join(', ')}.`);
    return exitCodes.ok;
  },
};

const pausing = (verb: 'pause' | 'resume'): Command => ({
  usage: `connections ${verb} <connection>`,
  summary:
    verb === 'pause'
      ? 'Let a connection rest: its schedule starts no runs.'
      : 'Let a paused connection go on.',
  words: ['connection'],
  async run({ words: [id = ''] }, { hub: open, print }) {
    const { connections } = await open();
    const paused = verb === 'pause';
    await connections.pause(id, paused);
    print({ id, paused }, () =>
      paused
        ? `Connection ${id} is paused. Nothing is read by itself until \`portico connections resume ${id}\`.`
        : `Connection ${id} goes on by its schedule.`,
    );
    return exitCodes.ok;
  },
});

const remove: Command = {
  usage: 'connections remove <connection> [--yes]',
  summary: 'Remove a connection: its secrets are forgotten and nobody sees its data any more.',
  words: ['connection'],
  options: { yes: { type: 'boolean' } },
  notes: '--yes  do not ask; needed where there is no terminal. The id cannot be used again.',
  async run({ words: [id = ''], options, json }, { hub: open, print, signal }) {
    const { connections } = await open();
    const { title, plugin } = await connections.known(id);
    const question = `Remove ${id} (${title}, plugin ${plugin}), with its secrets and what was synced?`;
    if (!(await confirm(question, { yes: options['yes'] === true, json, signal }))) {
      print({ id, removed: false }, () => 'Nothing was changed.');
      return exitCodes.failed;
    }
    await connections.remove(id);
    print({ id, removed: true }, () => `Connection ${id} is removed.`);
    return exitCodes.ok;
  },
};

export const connectionsCommands: CommandGroup = {
  usage: 'connections list|add|set|test|fields|pause|resume|remove',
  summary: 'The vendor accounts.',
  verbs: {
    list,
    add,
    set,
    test: testCommand,
    fields: fieldsCommand,
    pause: pausing('pause'),
    resume: pausing('resume'),
    remove,
  },
};
