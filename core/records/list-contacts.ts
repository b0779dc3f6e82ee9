import { PorticoError } from '../contract/portico-error.js';
import { query, type Queryable } from '../database/open-database.js';

/** A row of the all-contacts list (RPM-9). */
export interface ContactEntry {
  id: string;
  connection: string;
  externalId: string;
  kind: 'contact' | 'lead';
  name: string;
  email: string | null;
  jobTitle: string | null;
  /** Has a login at the vendor that is enabled and not locked. */
  enabled: boolean;
  customers: number;
}

export interface ContactFilter {
  connectionId?: string | undefined;
  /** The customer they belong to. */
  customer?: { connection: string; externalId: string } | undefined;
  /** Words that are all in the name or the e-mail address. */
  search?: string | undefined;
  enabled?: boolean | undefined;
}

/** One page of contacts by name, and where the next page starts. `after` is the `next` of the page before. */
export async function listContacts(
  on: Queryable,
  { connectionId, customer, search = '', enabled }: ContactFilter,
  { after, size }: { after?: string | undefined; size: number },
): Promise<{ contacts: ContactEntry[]; total: number; next: string | undefined }> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = `
    select c.id, c.connection_id as connection, c.external_id as "externalId", c.kind, c.email, c.job_title as "jobTitle",
           concat_ws(' ', c.first_name, c.last_name) as name,
           lower(coalesce(c.last_name, '')) as last, lower(coalesce(c.first_name, '')) as first,
           exists (select 1 from login l where l.connection_id = c.connection_id and l.contact_id = c.external_id
                   and l.enabled and not l.locked and l.deleted_at is null) as enabled,
           (select count(*) from member m where m.connection_id = c.connection_id and m.contact_id = c.external_id) as customers
    from contact c join connection n on n.id = c.connection_id and n.removed_at is null
    where c.deleted_at is null
      and ($1::text is null or c.connection_id = $1)
      and ($2::text is null or exists (select 1 from member m where m.connection_id = c.connection_id
           and m.contact_id = c.external_id and m.connection_id = $2 and m.customer_id = $3))
      and (select coalesce(bool_and(position(w in lower(concat_ws(' ', c.first_name, c.last_name, c.email))) > 0), true)
           from unnest($4::text[]) as w)`;
  const filter = [connectionId ?? null, customer?.connection ?? null, customer?.externalId ?? null, words];
  const [sum] = await query<{ total: number }>(
    on,
    `select count(*) as total from (${found}) f where $5::boolean is null or f.enabled = $5`,
    [...filter, enabled ?? null],
  );
  // One more than asked for tells whether there is a next page.
  const rows = await query<ContactEntry & { last: string; first: string }>(
    on,
    `select * from (${found}) f
     where ($5::boolean is null or f.enabled = $5)
       and ($6::text is null or (f.last, f.first, f.connection, f."externalId") > ($6, $7, $8, $9))
     order by f.last, f.first, f.connection, f."externalId" limit $10`,
    [...filter, enabled ?? null, ...readPlace(after), size + 1],
  );
  const page = rows.slice(0, size);
  const end = page.at(-1);
  return {
    contacts: page.map(({ last: _last, first: _first, ...entry }) => entry),
    total: sum?.total ?? 0,
    next:
      rows.length > size && end
        ? writePlace([end.last, end.first, end.connection, end.externalId])
        : undefined,
  };
}

/** Where a page ended, as an opaque word. */
const writePlace = (place: string[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readPlace(after: string | undefined): (string | null)[] {
  if (after === undefined) return [null, null, null, null];
  try {
    const place: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(place) && place.length === 4 && place.every((each) => typeof each === 'string'))
      return place;
  } catch {
    // The sentence below says what is wrong.
  }
  throw new PorticoError(
    'PLACE_INVALID',
    `"${after}" is not where a page ended. Take the word that the page before gave, or leave it out to begin anew.`,
  );
}
