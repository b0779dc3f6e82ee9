import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
  isPluginId,
  scaffoldPlugin,
  type ScaffoldedPlugin,
} from '../../core/conformance/scaffold/scaffold-plugin.js';
import { exitCodes, type Command } from '../command.js';
import { bundledPlugins } from '../open-hub.js';
import { textOption } from '../read-command-line.js';
import { UsageError } from '../usage-error.js';

export const newCommand: Command = {
  usage: 'plugin new <name> [--in <folder>]',
  summary: 'Write a plugin to begin from: a folder that works, with a simulated vendor and a test.',
  words: ['name'],
  options: { in: { type: 'string' } },
  notes: `--in <folder>  where the plugin's folder is made; by itself it is the folder you are in.
The name is the plugin's id and its folder: small letters, digits and dashes. What is there is never written over.
plugins/README.md leads through it in five steps.`,
  async run(input, { print }) {
    const [id = ''] = input.words;
    if (!isPluginId(id)) throw new UsageError(`"${id}" cannot be a plugin's name. ${advice(id)}`);
    if (existsSync(join(bundledPlugins, id)))
      throw new UsageError(`A plugin "${id}" comes with Portico, and names are given once. Choose another.`);
    const made = await scaffoldPlugin({ id, into: resolve(textOption(input, 'in') ?? '.') });
    print(made, () => toText(made));
    return exitCodes.ok;
  },
};

/** The rule, by the nearest name that keeps it. */
function advice(name: string): string {
  const nearest = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 41);
  const example = isPluginId(nearest) ? nearest : 'acme-crm';
  return `Write 2 to 41 small letters, digits and single dashes: ${example}.`;
}

const links: Record<ScaffoldedPlugin['portico'], string> = {
  linked: 'node_modules/portico is a link to this Portico, for its tests and your editor.',
  found: 'Its tests and your editor use the Portico that is installed above it.',
  missing: 'No link could be made here; for its tests, install Portico in that folder.',
};

const toText = ({ id, folder, files, portico }: ScaffoldedPlugin): string =>
  [
    `${id} is written: ${files.length} files in ${folder}. ${links[portico]}`,
    '',
    `portico plugin check ${folder}`,
    '  tries it against its simulated vendor and a hostile one, and grades it',
    `cd ${folder} && npm test`,
    '  makes the same checks as tests',
    '',
    'Its README.md says which file to change for what.',
  ].join('\n');
