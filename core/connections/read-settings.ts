import { PorticoError } from '../contract/portico-error.js';
import { describeMisfits, type Misfit } from '../json-schema.js';
import type { LoadedPlugin } from '../plugins/load-plugins.js';

/**
 * A connection's settings with the defaults of the plugin's schema filled in. What a secret was found to be is never
 * said (S40).
 * @throws PorticoError CONNECTION_SETTINGS
 */
export function readSettings(
  id: string,
  given: Record<string, unknown>,
  loaded: LoadedPlugin,
): Record<string, unknown> {
  const settings = structuredClone(given);
  const misfits = loaded.settings.check(settings).map((misfit) => withoutSecret(misfit, loaded));
  if (misfits.length)
    throw new PorticoError(
      'CONNECTION_SETTINGS',
      `The settings of connection ${id} do not fit the plugin ${loaded.plugin.id}: ${describeMisfits(misfits)}. Correct them in the config file, or by \`portico connections set ${id}\`.`,
      { details: { connection: id, misfits } },
    );
  return settings;
}

function withoutSecret(misfit: Misfit, { plugin }: LoadedPlugin): Misfit {
  const isSecret = plugin.settings.properties[misfit.path]?.secret && misfit.found !== 'nothing';
  return isSecret ? { ...misfit, found: 'something else' } : misfit;
}
