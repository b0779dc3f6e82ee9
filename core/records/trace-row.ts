import type { Connection } from '../connections/connection.js';
import { withoutSecrets } from '../connections/without-secrets.js';
import { originOf, sourcesOf, type AnyStream, type Row } from '../contract/contract.js';
import { valueAt } from '../contract/paths.js';
import { query, type Queryable } from '../database/open-database.js';
import { checkStreams } from '../sync/check-streams.js';
import { mapItem, toRawItem } from '../sync/map-items.js';
import { mappingVersion } from '../sync/mapping-version.js';
import type { RowPlace } from './find-row.js';
import { keptStream, keptStreamName } from './kept-stream.js';
import { readTracedItems, type TracedItem } from './read-traced-items.js';
import type { FieldTrace, RowTrace } from './row-trace.js';
import { rowKey, type StoredRow } from './row-tables.js';
import { whyRow } from './why-row.js';

interface HeldRow {
  hash: Buffer;
  version: number;
  as_of: Date | null;
  stream: string;
  item_id: string;
  synced_at: Date;
  deleted_at: Date | null;
  content: Record<string, unknown>;
}

/** Follows a row back to the vendor's answers it was made from. Secrets that an answer echoes are taken out (S40). */
export async function traceRow(on: Queryable, connection: Connection, place: RowPlace): Promise<RowTrace> {
  const { kind, module, externalId, id, key } = place;
  const [row] = await query<HeldRow>(
    on,
    `select hash, version, as_of, stream, item_id, synced_at, deleted_at, to_jsonb(t) as content from ${kind} as t
     where connection_id = $1 and external_id = $2 ${kind === 'record' ? 'and module = $3' : ''}`,
    kind === 'record' ? [connection.id, externalId, module] : [connection.id, externalId],
  );
  if (!row) throw new Error(`${key} went away while it was traced`);
  const items = await readTracedItems(on, connection.id, { key, stream: row.stream, item: row.item_id });
  const owner = items.find(({ owns }) => owns);
  const mapped = owner?.raw === undefined ? undefined : mapAgain(connection, owner, key);
  const hash = row.hash.toString('hex');
  const trace: Omit<RowTrace, 'why'> = {
    connection: connection.id,
    kind,
    module,
    externalId,
    id,
    key,
    hash,
    version: row.version,
    asOf: row.as_of,
    syncedAt: row.synced_at,
    deletedAt: row.deleted_at,
    items,
    origin: mapped ? mapped.origin : owner?.raw,
    fields: mapped?.fields ?? (owner?.raw === undefined ? [] : heldFields(row.content)),
    current: mapped && mapped.hash === hash,
  };
  const clean = withoutSecrets(trace, (text) => connection.redact(text));
  return { ...clean, why: whyRow(clean, connection).map((sentence) => connection.redact(sentence)) };
}

/** Maps the owner's raw form once more, as a sync would, and looks at each field's way. */
function mapAgain(
  connection: Connection,
  owner: TracedItem,
  key: string,
): { hash: string | undefined; origin: unknown; fields: FieldTrace[] } | undefined {
  const { facts, map, settings } = connection;
  const isKept = owner.stream === keptStreamName;
  const stream = isKept
    ? keptStream
    : facts && checkStreams(connection.plugin, facts, settings)[owner.stream];
  if (!stream) return undefined;
  const mapping = isKept || !facts ? '' : mappingVersion(connection, facts);
  const item = toRawItem({ stream, mapping }, owner.raw);
  const outcome = mapItem(stream, item, map);
  const held = 'rows' in outcome ? outcome.rows.find((each) => each.key === key) : undefined;
  const plain = mapPlain(stream, owner.raw, key);
  if (!plain) return undefined;
  const origin = originOf(plain.data) ?? owner.raw;
  const sources = sourcesOf(plain.data) ?? {};
  const name = plain.kind === 'record' ? plain.module : plain.kind;
  const overrides = Object.entries(map).flatMap(([target, path]) =>
    target.startsWith(`${name}.`) ? [{ field: target.slice(name.length + 1), path }] : [],
  );
  const data = held?.row.data ?? plain.data;
  const fields = Object.entries(plain.data).flatMap(([field, value]): FieldTrace[] =>
    tracesOf(field, value, sources[field] ?? [], origin),
  );
  for (const { field, path } of overrides) {
    const at = fields.findIndex((each) => each.field === field);
    const trace: FieldTrace = {
      field,
      from: [{ path, value: valueAt(origin, path.split('.')) }],
      value: valueAt(data, field.split('.')),
      overridden: { mapped: fields[at]?.value },
    };
    if (at < 0) fields.push(trace);
    else fields[at] = trace;
  }
  return { hash: held?.hash, origin, fields };
}

const ofTheHub =
  /^(connection_id|external_id|id|module|hash|stream|item_id|as_of|version|synced_at|deleted_at)$/;

/** The values of a row that its owner's newest answer does not give any more. */
function heldFields({ details, ...columns }: Record<string, unknown>): FieldTrace[] {
  const own = Object.entries(columns).flatMap(([column, value]): [string, unknown][] =>
    value === null || ofTheHub.test(column)
      ? []
      : [[column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]],
  );
  return [...own, ...Object.entries(Object(details) as object)].map(([field, value]: [string, unknown]) => ({
    field,
    from: [],
    value,
    held: true,
  }));
}

/** Custom fields one by one, where each is read from a place of its own. */
function tracesOf(field: string, value: unknown, paths: string[], origin: unknown): FieldTrace[] {
  const read = (path: string) => ({ path, value: valueAt(origin, path.split('.')) });
  if (field === 'fields' && typeof value === 'object' && value !== null)
    return Object.entries(value).map(([name, each]) => {
      const own = paths.includes(name) || !paths.length ? [name] : paths;
      return { field: `fields.${name}`, from: own.map(read), value: each as unknown };
    });
  return [
    { field, from: paths.map(read).filter((each) => paths.length === 1 || each.value !== undefined), value },
  ];
}

/** The row as the plugin gives it, before the connection's own map; undefined where the mapping refuses the item. */
function mapPlain(stream: Pick<AnyStream, 'map'>, raw: unknown, key: string): StoredRow | undefined {
  try {
    const isOurs = (row: Row): row is StoredRow => 'data' in row && rowKey(row) === key;
    return stream.map(raw).find(isOurs);
  } catch {
    return undefined;
  }
}
