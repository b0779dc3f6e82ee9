import { at, codec, derive, record } from 'portico/contract';
import type { Codec, Mapping, Piece, RecordData, RecordModule, Row } from 'portico/contract';

import { assumed, type Entity } from './assumed.js';
import { idOf, type Raw } from './client.js';
import type { MobiworkSettings } from './settings.js';

/** The customer, under one of the names it is seen by; of estimates assumed. */
export const customerOf = firstOf(
  ['customerId', 'mobiworkCustomerId', 'customer.mobiworkCustomerId'],
  codec.id,
);

/** The status, and whether it ends the record. */
export const statuses = (module: string, { closed }: MobiworkSettings) => {
  const ended = new Set((closed?.[module] ?? assumed.closed[module] ?? []).map((each) => each.toUpperCase()));
  return {
    status: at('status'),
    statusGroup: derive(['status'], (raw: Raw) => {
      const status = codec.text.decode(raw['status'], 'status');
      if (status === undefined) return undefined;
      return ended.has(status.toUpperCase()) ? ('closed' as const) : ('open' as const);
    }),
  };
};

/** The item's own id, as its number. */
export const ownId = (entity: Entity) => derive([...assumed.ids[entity]], (raw: Raw) => idOf(entity, raw));

/** One item, one record. */
export const recordRows =
  (entity: Entity, module: RecordModule, { read }: Mapping<Raw, RecordData>) =>
  (raw: Raw): Row[] => [record(module, idOf(entity, raw), () => read(raw))];

function firstOf<T>(paths: string[], by: Codec<T>): Piece<T> {
  return derive(paths, (raw: Raw) => {
    for (const path of paths) {
      const found = at(path, by).read(raw, new Set());
      if (found !== undefined) return found;
    }
    return undefined;
  });
}
