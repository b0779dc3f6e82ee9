import { createHash } from 'node:crypto';

import stringify from 'safe-stable-stringify';

import type { Connection } from '../connections/connection.js';
import type { Facts } from '../contract/contract.js';

/** Everything a mapped row depends on but the item itself: when it changes, items are mapped again from their raw form. */
export function mappingVersion({ plugin, settings, map }: Connection, facts: Facts): string {
  const secret = Object.entries(plugin.settings.properties)
    .filter(([, { secret: is }]) => is)
    .map(([name]) => name);
  const open = Object.fromEntries(
    Object.entries(settings as object).filter(([name]) => !secret.includes(name)),
  );
  const text = stringify({ id: plugin.id, version: plugin.version, map, facts, settings: open }) ?? '';
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
