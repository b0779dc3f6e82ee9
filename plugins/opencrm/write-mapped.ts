import type { Command, Mapping } from 'portico/contract';

import { edit, readOne, type Item, type OpencrmSession } from './client.js';

export type Body = Command['body'];

/**
 * Writes the given fields alone (an empty one blanks, §3), reads the record back, and says which of them OpenCRM kept
 * otherwise: it checks nothing, and drops names it does not know.
 */
export async function editMapped(
  session: OpencrmSession,
  { module, mapping }: { module: string; mapping: Mapping<Item, object> },
  id: string | undefined,
  body: Body,
  more: (fields: Record<string, unknown>) => Record<string, unknown> = (fields) => fields,
): Promise<{ id: string; differs?: string[] }> {
  const data = withLists(body);
  const made = await edit(session, module, id, more(mapping.write(data)));
  const kept = await readOne(session, module, made);
  const read: object = kept ? mapping.read(kept) : {};
  const differs = Object.entries(data).flatMap(([name, value]) =>
    differing(name, value, Reflect.get(read, name)),
  );
  return { id: made, ...(differs.length && { differs }) };
}

/** One contact may be given without a list around it. */
const withLists = ({ contacts, ...body }: Body): Body => ({
  ...body,
  ...(contacts !== undefined && {
    contacts: Array.isArray(contacts) || contacts === null ? contacts : [contacts],
  }),
});

function differing(name: string, wanted: unknown, held: unknown): string[] {
  if (name !== 'fields' || typeof wanted !== 'object' || wanted === null)
    return same(wanted, held) ? [] : [name];
  return Object.entries(wanted).flatMap(([inner, value]) =>
    same(value, Reflect.get(Object(held), inner)) ? [] : [`fields.${inner}`],
  );
}

/** Of a list, what was given must be there: the addresses that a change does not name stay as they are. */
function same(wanted: unknown, held: unknown): boolean {
  if (!Array.isArray(wanted) || !wanted.length) return plain(wanted) === plain(held);
  const kept = Array.isArray(held) ? held.map(plain) : [];
  return wanted.every((each) => kept.includes(plain(each)));
}

/** Empty is empty, however it is written; blanks at the ends, the order of members and the type of a number do not count. */
function plain(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && !value.length)) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const parts = Object.entries(value).flatMap(([name, each]) =>
    plain(each) ? [`${name}=${plain(each)}`] : [],
  );
  return parts.sort().join('&');
}
