import { TEXTS } from './crm-service-assumptions.js';
import type { CrmRecord } from './crm-service-data.js';
import { badRequest } from './crm-service-error.js';
import type { Relation } from './module-schema.js';
import { readFilter, readOperand } from './read-filter.js';
import type { Session } from './session.js';
import { relatedIds, toResource, wantedFields, type Resource } from './to-resource.js';
import { wireField } from './wire-fields.js';

/** A page of a module, or of `related` records of it: filtered, sorted, with what it includes (§3). */
export function listRecords(
  session: Session,
  module: string,
  url: URL,
  related?: CrmRecord[],
): Record<string, unknown> {
  const params = url.searchParams;
  const make = (): CrmRecord[] => select(session, module, params, related ?? session.all(module));
  const switches = JSON.stringify(session.state.assumptions);
  const key = [switches, session.userId, module, params.get('filter'), params.get('sort')].join('\n');
  // What `$now` means changes by itself.
  const isStable = !related && !params.get('filter')?.includes('$now');
  const records = isStable ? session.state.remember(key, make) : make();
  const { size, start, page } = readPage(session, params);
  const shown = records.slice(start, start + size);
  return {
    ...toDocument(session, module, url, shown),
    meta: { total: records.length, page, page_size: size },
    links: pageLinks(session, url, { page, size, total: records.length }),
  };
}

/** `data` and `included` of the records shown. */
export function toDocument(
  session: Session,
  module: string,
  url: URL,
  shown: CrmRecord[],
): { data: Resource[]; included?: Resource[] } {
  const included = readIncludes(session, module, url.searchParams.get('include'));
  const fields = wantedFields(session, module, readFields(session, module, url));
  const data = shown.map((record) => toResource(session, { module, record, fields, included }));
  if (included.length === 0) return { data };
  const others = new Map<string, Resource>();
  for (const relation of included) {
    const { module: other } = relation;
    const otherFields = wantedFields(session, other, readFields(session, other, url));
    for (const record of shown)
      for (const id of relatedIds(session, module, record, relation))
        others.set(
          `${other}/${id}`,
          toResource(session, { module: other, record: session.get(other, id), fields: otherFields }),
        );
  }
  return { data, included: [...others.values()] };
}

function select(session: Session, module: string, params: URLSearchParams, from: CrmRecord[]): CrmRecord[] {
  const { state } = session;
  const text = params.get('filter');
  const test = text ? readFilter(state, module, parseFilter(text)) : () => true;
  const records = from.filter(test);
  const order = (params.get('sort') ?? 'id').split(',').map((part) => {
    const path = part.replace(/^-/, '');
    return { sign: part.startsWith('-') ? -1 : 1, read: readOperand(state, module, path).read };
  });
  return records.sort((left, right) => {
    for (const { sign, read } of order) {
      const [one, two] = [read(left), read(right)];
      if (one === two) continue;
      // Those without a value come first.
      return one === null || (two !== null && one < two) ? -sign : sign;
    }
    return Number(left.id) - Number(right.id);
  });
}

function parseFilter(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(TEXTS.badFilter);
  }
}

/** Names that the module has not are an error; `id` is always there. */
function readFields(session: Session, module: string, url: URL): string[] | undefined {
  const names = url.searchParams.get(`fields[${module}]`)?.split(',');
  for (const name of names ?? []) if (name !== 'id') wireField(session.state, module, name);
  return names;
}

function readIncludes(session: Session, module: string, text: string | null): Relation[] {
  const { relations } = session.state.schema(module);
  return (text ? text.split(',') : []).map((wanted) => {
    const relation = relations.find(({ name }) => name === wanted);
    if (!relation) throw badRequest(TEXTS.unknownRelation(wanted));
    session.check('noRead', relation.module);
    return relation;
  });
}

/** `page[number]` from 1, or `offset`, which counts records. */
function readPage(session: Session, params: URLSearchParams): { size: number; start: number; page: number } {
  const { pageSize, pageMaximum, pageOverMaximum } = session.state.assumptions;
  const wanted = readNumber(params, 'page[size]', pageSize, 1);
  if (wanted > pageMaximum && pageOverMaximum === 'refused') throw badRequest(TEXTS.badPage);
  const size = Math.min(wanted, pageMaximum);
  const page = readNumber(params, 'page[number]', 1, 1);
  if (!params.has('offset')) return { size, start: (page - 1) * size, page };
  const start = readNumber(params, 'offset', 0, 0);
  return { size, start, page: Math.floor(start / size) + 1 };
}

function readNumber(params: URLSearchParams, name: string, ifAbsent: number, least: number): number {
  const text = params.get(name);
  const number = text === null ? ifAbsent : Number(text);
  if (!Number.isInteger(number) || number < least) throw badRequest(TEXTS.badPage);
  return number;
}

function pageLinks(
  { state }: Session,
  url: URL,
  { page, size, total }: { page: number; size: number; total: number },
): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / size));
  const to = (number: number): string => {
    const target = new URL(url.pathname + url.search, state.url);
    target.searchParams.delete('offset');
    target.searchParams.set('page[number]', String(number));
    target.searchParams.set('page[size]', String(size));
    return target.href;
  };
  return {
    self: to(page),
    first: to(1),
    ...(page > 1 && { prev: to(page - 1) }),
    ...(page < last && { next: to(page + 1) }),
    last: to(last),
  };
}
