import type { SettingsSchema } from '../contract/contract.js';
import type { SecretBox } from './secrets.js';

/** A connection's settings as they lie in the database: open ones, and secrets sealed to this connection and name (S39). */
export interface SealedSettings {
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
}

const place = (id: string, name: string): string => `connection:${id}:${name}`;

/** Splits settings by the plugin's schema into open ones and sealed secrets; an undefined one is left out. */
export function sealSettings(
  box: SecretBox,
  { id, settings, schema }: { id: string; settings: Record<string, unknown>; schema: SettingsSchema },
): SealedSettings {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  const isSecret = ([name]: [string, unknown]): boolean => Boolean(schema.properties[name]?.secret);
  return {
    settings: Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
    secrets: Object.fromEntries(
      entries.filter(isSecret).map(([name, value]) => [name, box.seal(String(value), place(id, name))]),
    ),
  };
}

/** The settings with their secrets opened. */
export const openSettings = (
  box: SecretBox,
  { id, settings, secrets }: SealedSettings & { id: string },
): Record<string, unknown> => ({
  ...settings,
  ...Object.fromEntries(
    Object.entries(secrets).map(([name, sealed]) => [name, box.open(sealed, place(id, name))]),
  ),
});
