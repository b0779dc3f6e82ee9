import type { Connection } from '../connections/connection.js';
import { sourcesOf, type Facts, type Field, type ModuleFacts } from '../contract/contract.js';
import { query, type Database } from '../database/open-database.js';
import { checkStreams } from '../sync/check-streams.js';
import { discover, noFacts } from '../sync/discover.js';

/** A module as discover found it, each field with the canonical ones that are read from it. */
export interface ModuleFields extends Omit<ModuleFacts, 'fields'> {
  module: string;
  fields: (Field & { mappedTo: string[] })[];
}

export interface DiscoveredFields {
  at: Date;
  zone: string;
  modules: ModuleFields[];
  /** Field by field the vendor's names; by customer, contact, login or module. From the items that are held. */
  mapped: { subject: string; fields: Record<string, string[]> }[];
}

/** What the vendor has and what of it is mapped; the vendor is asked where nothing was discovered yet. */
export async function discoverFields(
  database: Database,
  connection: Connection,
  { now, signal }: { now: Date; signal: AbortSignal },
): Promise<DiscoveredFields> {
  const known = connection.facts;
  const session = (): ReturnType<Connection['session']> =>
    connection.session({ facts: noFacts, mode: 'read', signal });
  const facts = known ?? (await discover(database, connection, session(), now)).facts;
  const mapped = await readSources(database, connection, facts);
  const users = (module: string, name: string): string[] =>
    mapped.flatMap(({ subject, fields }) =>
      Object.entries(fields).flatMap(([field, paths]) => {
        if (paths.includes(name)) return [`${subject}.${field === 'fields' ? `fields.${name}` : field}`];
        // Some plugins name a custom field as it is called here.
        return subject === module && field === 'fields' && name.startsWith('fields.')
          ? [`${subject}.${name}`]
          : [];
      }),
    );
  return {
    at: connection.factsAt ?? now,
    zone: facts.zone,
    modules: Object.entries(facts.modules).map(([module, each]) => ({
      ...each,
      module,
      fields: each.fields.map((field) => ({ ...field, mappedTo: users(module, field.name) })),
    })),
    mapped,
  };
}

/** A mapping is known by what it reads: one item of each stream is mapped, and its rows say their sources. */
async function readSources(
  { pool }: Database,
  connection: Connection,
  facts: Facts,
): Promise<DiscoveredFields['mapped']> {
  const items = await query<{ stream: string; raw: unknown }>(
    pool,
    'select distinct on (stream) stream, raw from item where connection_id = $1 order by stream, item_id',
    [connection.id],
  );
  const streams = checkStreams(connection.plugin, facts, connection.settings);
  const mapped = new Map<string, Record<string, string[]>>();
  for (const { stream, raw } of items)
    for (const [subject, sources] of sourcesIn(() => streams[stream]?.map(raw) ?? []))
      mapped.set(subject, { ...mapped.get(subject), ...sources });
  for (const [target, path] of Object.entries(connection.map)) {
    const [subject = '', ...steps] = target.split('.');
    mapped.set(subject, { ...mapped.get(subject), [steps.join('.')]: [path] });
  }
  return [...mapped].map(([subject, fields]) => ({ subject, fields }));
}

function sourcesIn(
  map: () => ReturnType<ReturnType<typeof checkStreams>[string]['map']>,
): [string, Record<string, string[]>][] {
  try {
    return map().flatMap((row): [string, Record<string, string[]>][] => {
      const sources = 'data' in row ? sourcesOf(row.data) : undefined;
      return sources ? [[row.kind === 'record' ? row.module : row.kind, sources]] : [];
    });
  } catch {
    // An item that a changed mapping refuses tells nothing.
    return [];
  }
}
