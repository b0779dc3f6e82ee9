import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { SettingsSchema } from '../../contract/contract.js';
import { findPlugin } from '../../plugins/find-plugins.js';
import { admitPlugin, checkPlugin } from '../../plugins/load-plugins.js';
import type { Check } from '../check.js';
import type { Subject } from '../lab/lab.js';
import { readImports } from '../lab/read-imports.js';
import { secretName } from '../lab/planted-secrets.js';
import { NotApplicable, refute } from '../lab/refutation.js';

/** What a plugin says of itself; none of it needs a vendor. */
export const declarationChecks: readonly Check[] = [
  {
    id: 'declared',
    area: 'declaration',
    name: 'The declaration is complete and written for contract 1',
    remedy: 'Correct it in definePlugin({ … }); the types of portico/contract say what each part promises.',
    offline: true,
    run: ({ plugin }) => {
      const admitted = admitPlugin(plugin, plugin.id);
      refute([...checkPlugin(plugin), ...('problems' in admitted ? admitted.problems : [])].filter(isFirst));
    },
  },
  {
    id: 'settings-told',
    area: 'declaration',
    name: 'Every setting says what it is',
    remedy: 'Give each setting a title or a description: it is all that an admin gets to see.',
    offline: true,
    after: ['declared'],
    run: ({ plugin: { settings } }) =>
      refute(
        Object.entries(settings.properties)
          .filter(([, { title, description }]) => !title?.trim() && !description?.trim())
          .map(([name]) => `settings.${name} has neither title nor description.`),
      ),
  },
  {
    id: 'secrets-marked',
    area: 'declaration',
    name: 'Every secret among the settings is marked, and can be sealed',
    remedy:
      "Mark it by secret: true, as a text at the settings' top, without default, enum, const or examples.",
    offline: true,
    after: ['declared'],
    run: ({ plugin: { settings } }) => refute(membersOf(settings).flatMap(secretProblems)),
  },
  {
    id: 'settings-strict',
    area: 'declaration',
    name: 'Settings that lack something or carry something unknown are refused',
    remedy: 'List what is needed under required, and say additionalProperties: false.',
    offline: true,
    after: ['declared'],
    run({ plugin }) {
      const { required = [], properties, additionalProperties } = plugin.settings;
      const unknown = required.filter((name) => !Object.hasOwn(properties, name));
      refute([
        ...unknown.map((name) => `settings.${name} is required and not among the properties.`),
        ...(additionalProperties === true
          ? ['A setting with a slip in its name is taken without a word.']
          : []),
        ...(required.length ? [] : ['No setting is required, so nothing says where the vendor is.']),
      ]);
    },
  },
  {
    id: 'imports',
    area: 'declaration',
    name: 'It uses portico/contract, its own folder and modules that only compute, nothing else',
    remedy: 'Call the vendor by session.http, speak by session.log, and keep what you need in your folder.',
    offline: true,
    after: ['declared'],
    run: (subject) => refute(readImports(...placeOf(subject)).problems),
  },
];

const isFirst = (text: string, index: number, all: string[]): boolean => all.indexOf(text) === index;

interface Member {
  path: string;
  schema: Record<string, unknown>;
  depth: number;
}

/** Every member of the settings, however deep. */
function membersOf(
  schema: SettingsSchema | Record<string, unknown>,
  above = 'settings',
  depth = 1,
): Member[] {
  return Object.entries(asObject(Reflect.get(schema, 'properties'))).flatMap(([name, each]) => {
    const member = { path: `${above}.${name}`, schema: asObject(each), depth };
    return [member, ...membersOf(member.schema, member.path, depth + 1)];
  });
}

function secretProblems({ path, schema, depth }: Member): string[] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const isText = schema['type'] === 'string' || schema['type'] === undefined;
  if (schema['secret'] !== true)
    return isText && (secretName.test(name) || /^key$/i.test(name))
      ? [`${path} goes by the name of a secret and is not marked.`]
      : [];
  const shown = ['default', 'enum', 'const', 'examples'].filter((keyword) => keyword in schema);
  return [
    ...(depth > 1 ? [`${path} lies inside another setting, where it is not sealed.`] : []),
    ...(isText ? [] : [`${path} is no text.`]),
    ...shown.map((keyword) => `${path} has ${keyword}, which shows what a secret is.`),
  ];
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The plugin's module, and the folder that it must not leave. */
function placeOf({ folder, entry }: Subject): [entry: string, folder: string] {
  if (folder === undefined)
    throw new NotApplicable('hint', "Its folder is not known. Give conformance the plugin's folder.");
  const path = resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  const found = entry ?? findPlugin(path, path)[0]?.url ?? '';
  return [found.startsWith('file:') ? fileURLToPath(found) : found, path];
}
