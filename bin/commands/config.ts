import { dirname } from 'node:path';

import { readConfig, type ReadConfig } from '../../config/read-config.js';
import { createOutboundGuard } from '../../core/connections/outbound-guard.js';
import { readSettings } from '../../core/connections/read-settings.js';
import { readSecretKey } from '../../core/connections/secrets.js';
import { PorticoError } from '../../core/contract/portico-error.js';
import { findPlugin, findPluginsIn, type FoundPlugin } from '../../core/plugins/find-plugins.js';
import { loadPlugins, type LoadedPlugin } from '../../core/plugins/load-plugins.js';
import { checkSchedule } from '../../core/queue/check-schedule.js';
import { exitCodes, type Command, type CommandGroup } from '../command.js';
import { bundledPlugins } from '../open-hub.js';
import { count } from '../table.js';

const check: Command = {
  usage: 'config check',
  summary: 'Check the config file, the plugins and every connection in it; no database or vendor is touched.',
  words: [],
  async run(_input, { configFile, print }) {
    const { problems, config } = await checkConfig(configFile);
    const connections = config?.hub.connections?.length ?? 0;
    print({ ok: !problems.length, file: config?.file ?? configFile ?? null, problems }, () =>
      problems.length
        ? [
            `${count(problems.length, 'problem')}:`,
            ...problems.map((each) => `- ${each.replaceAll('\n', '\n  ')}`),
            ...(config ? [] : ['Plugins and connections are checked once the file itself is right.']),
          ].join('\n')
        : `${config?.file ?? ''} is right: ${count(connections, 'connection')}.`,
    );
    return problems.length ? exitCodes.failed : exitCodes.ok;
  },
};

async function checkConfig(
  file: string | undefined,
): Promise<{ problems: string[]; config: ReadConfig | undefined }> {
  const problems: string[] = [];
  const config = await attempt(problems, () => readConfig({ file }));
  if (!config) return { problems, config };
  const { hub, secretKeyFile } = config;
  const plugins = await checkPlugins(config, problems);
  await attempt(problems, () => createOutboundGuard({ allow: hub.outbound?.allow ?? [] }).close());
  if (secretKeyFile !== undefined) await attempt(problems, () => readSecretKey(secretKeyFile), 'secretKey: ');
  for (const { id, plugin, settings, schedule } of hub.connections ?? []) {
    const loaded = plugins.get(plugin);
    const name = `connection ${id}: `;
    await attempt(problems, () => checkSchedule(schedule), name);
    if (loaded) await attempt(problems, () => readSettings(id, settings, loaded));
    else
      problems.push(
        `${name}there is no usable plugin "${plugin}". There are: ${[...plugins.keys()].join(', ')}. Correct the name, or name its folder or package under "plugins".`,
      );
  }
  return { problems, config };
}

/** Those that can be used are loaded even where others cannot, so that connections are checked against them. */
async function checkPlugins(
  { hub, file }: ReadConfig,
  problems: string[],
): Promise<ReadonlyMap<string, LoadedPlugin>> {
  const found: FoundPlugin[] = findPluginsIn(bundledPlugins);
  for (const named of hub.plugins ?? [])
    found.push(...((await attempt(problems, () => findPlugin(named, dirname(file)))) ?? []));
  const all = await attempt(problems, () => loadPlugins(found));
  if (all) return all;
  const good = new Map<string, LoadedPlugin>();
  for (const each of found)
    for (const [id, loaded] of (await attempt([], () => loadPlugins([each]))) ?? []) good.set(id, loaded);
  return good;
}

/** Its outcome, or undefined with what was wrong among the problems. */
async function attempt<T>(problems: string[], work: () => T, name = ''): Promise<Awaited<T> | undefined> {
  try {
    return await work();
  } catch (error) {
    const listed = error instanceof PorticoError ? error.details['problems'] : undefined;
    if (Array.isArray(listed)) problems.push(...listed.map((each) => `${name}${String(each)}`));
    else problems.push(`${name}${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

export const configCommands: CommandGroup = {
  usage: 'config check',
  summary: 'Check the configuration.',
  verbs: { check },
};
