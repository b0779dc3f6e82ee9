import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { areas } from '../../core/conformance/check.js';
import { findStart, loadStart } from '../../core/conformance/find-start.js';
import { summarize } from '../../core/conformance/grade.js';
import { refusedResults } from '../../core/conformance/refused-results.js';
import type { Result } from '../../core/conformance/results.js';
import { runSuite } from '../../core/conformance/suite.js';
import { PorticoError } from '../../core/contract/contract.js';
import { findPlugin, type FoundPlugin } from '../../core/plugins/find-plugins.js';
import { loadPlugins, type LoadedPlugin } from '../../core/plugins/load-plugins.js';
import { exitCodes, type Command } from '../command.js';
import { bundledPlugins } from '../open-hub.js';
import { textOption } from '../read-command-line.js';
import { UsageError } from '../usage-error.js';
import { reportText, type PluginReport } from './plugin-report.js';

export const checkCommand: Command = {
  usage: 'plugin check <folder or package>',
  summary: 'Try a plugin against its simulated vendor, and a hostile one, and grade it.',
  words: ['folder or package'],
  options: { simulator: { type: 'string' }, area: { type: 'string' } },
  notes: `--simulator <module>  the compiled module that exports start; by itself test/start.js or simulator.js of
                      the plugin is found. Without any, only what needs no vendor is checked.
--area <area>         only these checks: ${Object.keys(areas).join(', ')}
A bundled plugin is named by its id. plugins/README.md says what start answers.`,
  async run(input, { print, signal, isTerminal }) {
    const [named = ''] = input.words;
    const simulator = textOption(input, 'simulator');
    const area = textOption(input, 'area');
    if (area !== undefined && !Object.hasOwn(areas, area))
      throw new UsageError(`There is no area "${area}". There are: ${Object.keys(areas).join(', ')}.`);
    const progress = isTerminal && !input.json ? showProgress : () => undefined;
    const reports: PluginReport[] = [];
    for (const found of findNamed(named))
      reports.push(await checkFound(found, { simulator, area, signal, progress }));
    const [report] = reports;
    print(reports.length === 1 ? report : { plugins: reports }, () => reports.map(reportText).join('\n\n'));
    return reports.some(({ failed }) => failed) ? exitCodes.failed : exitCodes.ok;
  },
};

/** A bundled plugin by its id, a folder, or an installed package. */
function findNamed(named: string): FoundPlugin[] {
  const bundled = join(bundledPlugins, named);
  if (/^[a-z][a-z0-9-]*$/.test(named) && existsSync(join(bundled, 'plugin.js')))
    return findPlugin(bundled, bundled);
  return findPlugin(named, process.cwd());
}

interface Checking {
  simulator: string | undefined;
  area: string | undefined;
  signal: AbortSignal;
  progress(result: Result | undefined): void;
}

async function checkFound(
  { name, url }: FoundPlugin,
  { simulator, area, signal, progress }: Checking,
): Promise<PluginReport> {
  const entry = fileURLToPath(url);
  const folder = folderOf(name, entry);
  const started = performance.now();
  const elapsed = () => Math.round((performance.now() - started) / 100) / 10;
  const loaded = await loadOne({ name, url });
  if ('problems' in loaded) {
    const results = refusedResults(loaded.problems);
    return {
      plugin: undefined,
      from: folder,
      simulator: undefined,
      ...summarize(results),
      seconds: elapsed(),
      checks: results,
    };
  }
  const { id, version, title } = loaded.plugin;
  const start = await (simulator === undefined
    ? findStart({ entry, folder })
    : loadStart(resolve(simulator)));
  const results = await runSuite({
    plugin: loaded.plugin,
    folder,
    entry,
    start: start?.start,
    signal,
    onResult: progress,
    only: (check) => area === undefined || check.area === area,
  });
  progress(undefined);
  return {
    plugin: { id, version, title },
    from: folder,
    simulator: start?.path,
    ...summarize(results),
    seconds: elapsed(),
    checks: results,
  };
}

/** What a plugin must not leave: the folder of its module (above dist/, where it lies in that), or its package. */
function folderOf(name: string, entry: string): string {
  const own = dirname(entry);
  if (name.startsWith('.') || isAbsolute(name)) return basename(own) === 'dist' ? dirname(own) : own;
  for (let folder = own; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return folder;
  return own;
}

async function loadOne(found: FoundPlugin): Promise<LoadedPlugin | { problems: string[] }> {
  try {
    const [loaded] = (await loadPlugins([found])).values();
    return loaded ?? { problems: ['it cannot be loaded.'] };
  } catch (error) {
    if (!(error instanceof PorticoError) || error.code !== 'PLUGIN_REFUSED') throw error;
    const { problems } = error.details as { problems?: string[] };
    return { problems: (problems ?? [error.message]).map((text) => text.replace(`${found.name}: `, '')) };
  }
}

/** A line that is written over, for a person who waits. */
function showProgress(result: Result | undefined): void {
  process.stderr.write(`\r\u001b[K${result ? `${result.name.slice(0, 76)}…` : ''}`);
}
