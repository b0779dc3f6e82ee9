import { readConfig } from '../../config/read-config.js';
import type { AnyPlugin } from '../../core/contract/contract.js';
import { noFacts } from '../../core/sync/discover.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { bundledPlugins, openPlugins } from '../open-hub.js';
import { table } from '../table.js';
import { checkCommand } from './plugin-check.js';
import { newCommand } from './plugin-new.js';

/** What a plugin can do before it has seen an account; some of it depends on what discover finds. */
interface PluginEntry {
  id: string;
  version: string;
  title: string;
  contract: number;
  from: string;
  /** Undefined: known after discover alone. */
  streams: string[] | undefined;
  operations: Record<'native' | 'derived' | 'hub' | 'manual', number> | undefined;
}

const list: Command = {
  usage: 'plugin list',
  summary: 'The plugins that are loaded, and what each of them can do.',
  words: [],
  notes: `Those that come with Portico, and those that "plugins" in the config names: a folder, a folder of plugin folders,
or a package that is installed beside the config file.`,
  async run(_input, { configFile, print }) {
    const plugins = await openPlugins(readConfig({ file: configFile }));
    const entries = [...plugins.values()].map(({ plugin, from }) => toEntry(plugin, from));
    print({ plugins: entries }, () =>
      [
        table(
          ['plugin', 'version', 'title', 'contract', 'streams', 'native', 'derived', 'hub', 'manual', 'from'],
          entries.map(({ id, version, title, contract, from, streams, operations }) => [
            id,
            version,
            title,
            contract,
            streams?.length ? streams.join(', ') : 'by account',
            ...(['native', 'derived', 'hub', 'manual'] as const).map((how) => operations?.[how] ?? '?'),
            from,
          ]),
        ),
        '',
        'Streams and operations as far as they are known without an account; discover may find more.',
      ].join('\n'),
    );
    return exitCodes.ok;
  },
};

function toEntry(plugin: AnyPlugin, from: string): PluginEntry {
  const { id, version, title, contract } = plugin;
  return {
    id,
    version,
    title,
    contract,
    from: from.startsWith(bundledPlugins) ? 'bundled' : from,
    streams: unlessUnknown(() => Object.keys(plugin.streams(noFacts, {}))),
    operations: unlessUnknown(() => {
      const sum = { native: 0, derived: 0, hub: 0, manual: 0 };
      for (const action of Object.values(plugin.actions(noFacts, {}))) if (action) sum[action.how] += 1;
      return sum;
    }),
  };
}

/** A plugin may need facts or settings to answer at all. */
function unlessUnknown<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

export const pluginCommands: CommandGroup = {
  usage: 'plugin list|new|check',
  summary: 'The plugins that are loaded; write one of your own, and try it.',
  verbs: { list, new: newCommand, check: checkCommand },
};
