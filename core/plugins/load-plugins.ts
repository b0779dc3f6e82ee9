import { register } from 'node:module';

import { milliseconds, type AnyPlugin } from '../contract/contract.js';
import { PorticoError } from '../contract/portico-error.js';
import { describeMisfits, compileValidator, schemaValidator, type Validator } from '../json-schema.js';
import type { FoundPlugin } from './find-plugins.js';

/** A plugin that has passed its checks, with the validator of its settings. */
export interface LoadedPlugin {
  plugin: AnyPlugin;
  settings: Validator;
  /** How it was named or where it lies. */
  from: string;
}

const manifest = schemaValidator('plugin.json', { every: true });

const home = new URL('../..', import.meta.url).href;
let hooked = false;

/**
 * A plugin that lies in any folder imports the contract of the Portico that loads it. Those that lie within resolve
 * it by themselves, so the hook (a thread of its own) is there only where it is needed.
 */
function hookContract(): void {
  if (!hooked) register(new URL('./resolve-contract.js', import.meta.url));
  hooked = true;
}

/**
 * Loads and checks plugins; all problems are reported together, each with the plugin and the remedy.
 * @throws PorticoError PLUGIN_REFUSED
 */
export async function loadPlugins(found: FoundPlugin[]): Promise<Map<string, LoadedPlugin>> {
  const loaded = new Map<string, LoadedPlugin>();
  const problems: string[] = [];
  for (const each of found) {
    const outcome = await loadPlugin(each);
    if ('problems' in outcome) problems.push(...outcome.problems.map((text) => `${each.name}: ${text}`));
    else {
      const twin = loaded.get(outcome.plugin.id);
      if (twin)
        problems.push(
          `${each.name}: its id "${outcome.plugin.id}" is taken by ${twin.from}. Give it another id, or remove one of the two.`,
        );
      else loaded.set(outcome.plugin.id, outcome);
    }
  }
  if (problems.length)
    throw new PorticoError(
      'PLUGIN_REFUSED',
      `${problems.length === 1 ? 'A plugin' : `${problems.length} things about plugins`} cannot be used:\n  ${problems.join('\n  ')}`,
      { details: { problems } },
    );
  return loaded;
}

async function loadPlugin({ name, url }: FoundPlugin): Promise<LoadedPlugin | { problems: string[] }> {
  let module: Record<string, unknown>;
  if (!url.startsWith(home)) hookContract();
  try {
    module = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    return { problems: [`it cannot be loaded: ${error instanceof Error ? error.message : String(error)}`] };
  }
  return admitPlugin(module['plugin'], name);
}

/** Checks a declaration and compiles its settings; `from` is how a person knows it. */
export function admitPlugin(plugin: unknown, from: string): LoadedPlugin | { problems: string[] } {
  if (typeof plugin !== 'object' || plugin === null)
    return { problems: ['it exports no "plugin". Write: export const plugin = definePlugin({ … }).'] };
  const problems = checkPlugin(plugin);
  if (problems.length) return { problems };
  // checkPlugin has just looked at every member that the contract requires.
  const checked = plugin as AnyPlugin;
  try {
    return {
      plugin: checked,
      settings: compileValidator({ additionalProperties: false, ...checked.settings }),
      from,
    };
  } catch (error) {
    return {
      problems: [
        `its settings are no JSON Schema: ${error instanceof Error ? error.message : String(error)}. Correct settings.`,
      ],
    };
  }
}

/** What is wrong with a declaration, in sentences with a remedy; empty for a good one. */
export function checkPlugin(plugin: Partial<AnyPlugin>): string[] {
  const contract: unknown = plugin.contract;
  if (typeof contract === 'number' && contract !== 1)
    return [
      `it is written for contract ${contract}, and this Portico speaks contract 1. Install a version of the plugin for contract 1.`,
    ];
  const problems = manifest
    .check(plugin)
    .map((misfit) => `${describeMisfits([misfit])}. Correct it in definePlugin({ … }).`);
  for (const name of ['check', 'discover', 'streams', 'actions', 'policy'] as const)
    if (typeof plugin[name] !== 'function')
      problems.push(`${name} is missing. Declare it as a function; see plugins/README.md.`);
  const { transport, signIn, settings } = plugin;
  if (typeof transport?.base !== 'function')
    problems.push('transport.base is missing. Declare transport: { base: (settings) => address }.');
  if (signIn?.binds !== 'contact' && signIn?.binds !== 'customer')
    problems.push(
      "signIn.binds is missing. Say what an acceptance binds a person to: 'contact' or 'customer'.",
    );
  for (const [name, member] of Object.entries<{ secret?: boolean; type?: string } | null>(
    settings?.properties ?? {},
  ))
    if (member?.secret && member.type !== 'string')
      problems.push(`settings.${name} is secret but no text. Only text can be sealed: type: 'string'.`);
  if (transport?.timeout !== undefined) {
    try {
      milliseconds(transport.timeout);
    } catch (error) {
      problems.push(`transport.timeout: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return problems;
}
