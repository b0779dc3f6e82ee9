import { listRecords } from '../access/list-records.js';
import { listLimits, type ListQuery } from '../access/list-query.js';
import type { RecordModule } from '../contract/contract.js';
import type { Reader } from './read-as.js';
import { isReadable } from './readable-modules.js';

/** What the filters of a list offer; nothing in it is about records that the person does not see. */
export interface ListOptions {
  statuses: string[];
  dateFields: string[];
  connections: { id: string; title: string }[];
}

/** A status of discovery is asked for by itself only so often. */
const mostProbes = 20;

/**
 * The statuses and dates that visible records have, and the connections with a list. The newest records tell
 * most; a status of discovery that none of them has is offered where at least one visible record has it.
 */
export async function readListOptions(
  reader: Reader,
  { module, customers }: Pick<ListQuery, 'customers'> & { module: RecordModule },
): Promise<ListOptions> {
  const { tx, accesses, facts } = reader;
  const newest = await listRecords(tx, accesses, { module, customers, size: listLimits.size });
  const statuses = new Set(newest.records.flatMap(({ values }) => textOf(values['status'])));
  if (newest.next !== undefined)
    for (const status of discovered(reader, module, statuses)) {
      const { total } = await listRecords(tx, accesses, { module, customers, status: [status], size: 1 });
      if (total.count) statuses.add(status);
    }
  const dates = new Set(newest.records.flatMap(({ values }) => Object.keys(values)).filter(isDateName));
  return {
    statuses: [...statuses].sort((one, other) => one.localeCompare(other, 'en')),
    dateFields: [...dates].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other, 'en')),
    connections: [...facts.values()]
      .filter(({ id }) =>
        isReadable(
          accesses.filter(({ connectionId }) => connectionId === id),
          module,
        ),
      )
      .map(({ id, title }) => ({ id, title })),
  };
}

const discovered = ({ facts }: Reader, module: RecordModule, known: Set<string>): string[] =>
  [
    ...new Set(
      [...facts.values()].flatMap(({ modules }) => modules[module]?.statuses ?? []).map((each) => each.name),
    ),
  ]
    .filter((name) => !known.has(name))
    .slice(0, mostProbes);

const textOf = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? [value] : []);

const isDateName = (name: string): boolean =>
  name === 'changedAt' || name === 'createdAt' || name.startsWith('dates.');

const rank = (name: string): number => (name === 'changedAt' ? 0 : name === 'createdAt' ? 1 : 2);
