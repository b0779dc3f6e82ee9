import type { AnyPlugin } from '../../contract/contract.js';

/** Names that only secrets go by. */
export const secretName =
  /passw|pass.?phrase|secret|token|credential|(api|access|private|signing|auth).?key|^pin$/i;

/** What stands in the place of every secret: easy to find again. */
const marker = 'planted-marker-5e1f0c';

/** The settings with the marker in the place of each secret that they hold; nothing where they hold none. */
export function wrongSecrets(
  { settings: { properties } }: AnyPlugin,
  settings: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const secrets = Object.keys(settings).filter((name) => properties[name]?.secret);
  if (!secrets.length) return undefined;
  return { ...settings, ...Object.fromEntries(secrets.map((name) => [name, `${marker}-${name}`])) };
}

/** The settings with the marker in each secret that they do not hold, so that nothing secret is left out. */
export function plantSecrets(
  { settings: { properties } }: AnyPlugin,
  settings: Record<string, unknown>,
): Record<string, unknown> {
  const missing = Object.keys(properties).filter(
    (name) => properties[name]?.secret && settings[name] === undefined,
  );
  return { ...settings, ...Object.fromEntries(missing.map((name) => [name, `${marker}-${name}`])) };
}
