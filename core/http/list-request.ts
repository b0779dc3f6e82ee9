import type { ListQuery } from '../access/list-query.js';
import type { RecordModule } from '../contract/contract.js';
import type { GivenQuery } from './read-query.js';

/** What a person asks of a list, as its address says it. */
export interface ListRequest {
  q?: string | undefined;
  status: string[];
  dateField?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** A field, or `-` and a field for the other way round. */
  sort?: string | undefined;
  connection?: string | undefined;
  after?: string | undefined;
  /** Where the pages before this one began; the first began nowhere. */
  trail: string[];
}

/** The parameters of a list that may be repeated. */
export const listParameters = ['status'] as const;

const longestTrail = 30;

export function readListRequest(given: GivenQuery): ListRequest {
  const dates = { from: given.one('from'), to: given.one('to') };
  return {
    q: given.one('q'),
    status: given.many('status'),
    dateField: given.one('dateField'),
    ...dates,
    sort: given.one('sort'),
    connection: given.one('connection'),
    after: given.one('after'),
    trail: given.one('trail')?.split('~').slice(-longestTrail) ?? [],
  };
}

/** Is this a day of the calendar? */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return (
    /^[1-8]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
  );
}

/** For the access engine. Dates that are none are left out; who reads them says so. */
export function toListQuery<M extends RecordModule>(
  module: M,
  { q, status, dateField, from, to, sort, connection, after }: ListRequest,
): ListQuery & { module: M } {
  const days = [from, to].map((day) => (day !== undefined && isDay(day) ? day : undefined));
  const isDown = sort?.startsWith('-');
  return {
    module,
    search: q,
    ...(status.length && { status }),
    ...(days.some((day) => day !== undefined) && {
      date: { field: dateField ?? 'changedAt', from: days[0], to: days[1] },
    }),
    ...(sort && { sort: isDown ? sort.slice(1) : sort, ...(isDown && { dir: 'desc' as const }) }),
    ...(connection && { connections: [connection] }),
    after,
  };
}

/** The address of a list, without what is not asked. */
export function listHref(path: string, { trail, status, ...one }: ListRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(one)) if (value) query.set(name, value);
  for (const value of status) query.append('status', value);
  if (trail.length) query.set('trail', trail.join('~'));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The page after this one. */
export const olderHref = (path: string, asked: ListRequest, next: string): string =>
  listHref(path, {
    ...asked,
    after: next,
    trail: [...asked.trail, asked.after ?? ''].slice(-longestTrail),
  });

/** The page before this one; nothing on the first. */
export function newerHref(path: string, asked: ListRequest): { href: string; isFirst: boolean } | undefined {
  if (asked.after === undefined) return undefined;
  const before = asked.trail.at(-1) || undefined;
  const trail = before === undefined ? [] : asked.trail.slice(0, -1);
  return { href: listHref(path, { ...asked, after: before, trail }), isFirst: before === undefined };
}
