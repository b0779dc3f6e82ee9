import { toJsonText } from '../database/json-text.js';
import { newId } from '../new-id.js';
import type { Queryable } from '../database/open-database.js';
import type { StoredRow } from '../records/row-tables.js';

type RecordRow = Extract<StoredRow, { kind: 'record' }>;

/** A set of a record: the rows it has now, and for which records it was given at all. */
type SetRows = Record<string, unknown>[];

/**
 * Replaces what travels inside records: links, participants, comments, files. A set that a record did not give
 * is left as it is, but for the changed date that links and participants copy from their record.
 */
export async function writeRecordSets(
  tx: Queryable,
  { connectionId, runId }: { connectionId: string; runId: number | null },
  records: RecordRow[],
): Promise<void> {
  if (!records.length) return;
  const write = (sql: string, rows: SetRows, given: RecordRow[]): Promise<unknown> =>
    given.length
      ? tx.query(sql, [connectionId, toJsonText(rows), JSON.stringify(given.map(keyOf))])
      : Promise.resolve();

  const withContacts = records.filter(({ data }) => data.contacts);
  await write(
    replaceLinks('contact'),
    withContacts.flatMap((row) =>
      unique(row.data.contacts).map((target) => ({
        ...keyOf(row),
        target_kind: 'contact',
        target,
        changed_at: row.data.changedAt,
      })),
    ),
    withContacts,
  );
  const withParents = records.filter(({ data }) => data.parents);
  await write(
    replaceLinks('parent'),
    withParents.flatMap((row) =>
      (row.data.parents ?? []).map(({ module, id }) => ({
        ...keyOf(row),
        target_kind: module,
        target: id,
        changed_at: row.data.changedAt,
      })),
    ),
    withParents,
  );
  const withParticipants = records.filter(({ data }) => data.participants);
  await write(replaceParticipants(runId), withParticipants.flatMap(participantRows), withParticipants);
  const withComments = records.filter(({ data }) => data.comments);
  await write(replaceComments, withComments.flatMap(commentRows), withComments);
  const withFiles = records.filter(({ data }) => data.files);
  await write(replaceFiles, withFiles.flatMap(fileRows), withFiles);
  for (const table of ['link', 'participant'])
    await tx.query(
      `update ${table} as t set changed_at = r.changed_at
       from record r join json_to_recordset($2) as k(module text, record_id text) on r.module = k.module and r.external_id = k.record_id
       where r.connection_id = $1 and t.connection_id = $1 and t.module = k.module and t.record_id = k.record_id
         and t.changed_at is distinct from r.changed_at`,
      [connectionId, JSON.stringify(records.map(keyOf))],
    );
}

const keyOf = ({ module, id }: RecordRow): { module: string; record_id: string } => ({
  module,
  record_id: id,
});

const unique = (list: string[] | undefined): string[] => [...new Set(list)];

const given = 'json_to_recordset($3) as g(module text, record_id text)';

const replaceLinks = (kind: 'contact' | 'parent'): string => `
  with rows as (
    select distinct on (module, record_id, target_kind, target) *
    from json_to_recordset($2) as r(module text, record_id text, target_kind text, target text, changed_at timestamptz)
  ), gone as (
    delete from link as l using ${given}
    where l.connection_id = $1 and l.module = g.module and l.record_id = g.record_id and l.kind = '${kind}'
      and not exists (select 1 from rows r where r.module = l.module and r.record_id = l.record_id
                      and r.target_kind = l.target_kind and r.target = l.target)
  )
  insert into link (connection_id, module, record_id, kind, target_kind, target, changed_at)
  select $1, module, record_id, '${kind}', target_kind, target, changed_at from rows
  on conflict do nothing`;

/**
 * One that was present and is gone at the vendor is removed, and never comes back by itself (design §7); but a page
 * of a run that was under way when the vendor was told may be older than that. One that was removed here stays so
 * though the vendor still has it; once the vendor has not, its staff may bring them back.
 */
const replaceParticipants = (runId: number | null): string => `
  with rows as (
    select distinct on (module, record_id, target_kind, target) *
    from json_to_recordset($2) as r(module text, record_id text, target_kind text, target text, kind text, name text, changed_at timestamptz)
  ), gone as (
    update participant as p set state = 'removed', removed_here = false from ${given}
    where p.connection_id = $1 and p.module = g.module and p.record_id = g.record_id
      and (p.state = 'present' or p.removed_here) and p.told_run is distinct from ${runId}
      and not exists (select 1 from rows r where r.module = p.module and r.record_id = p.record_id
                      and r.target_kind = p.target_kind and r.target = p.target)
  )
  insert into participant (connection_id, module, record_id, target_kind, target, kind, origin, state, name, changed_at)
  select $1, module, record_id, target_kind, target, kind, 'vendor', 'present', name, changed_at from rows
  on conflict (connection_id, module, record_id, target_kind, target) do update
  set state = case when participant.removed_here then 'removed' else 'present' end, told_run = null,
      kind = excluded.kind, name = excluded.name, changed_at = excluded.changed_at`;

const replaceComments = `
  with gone as (
    delete from comment as c using ${given}
    where c.connection_id = $1 and c.module = g.module and c.record_id = g.record_id
      and not exists (select 1 from json_to_recordset($2) as r(module text, record_id text, external_id text)
                      where r.module = c.module and r.record_id = c.record_id and r.external_id = c.external_id)
  )
  insert into comment (connection_id, module, record_id, external_id, position, text, visibility, author, author_contact, at)
  select $1, r.* from json_to_recordset($2) as r(module text, record_id text, external_id text, position integer, text text,
    visibility text, author text, author_contact text, at timestamptz)
  on conflict (connection_id, module, record_id, external_id) do update
  set position = excluded.position, text = excluded.text, visibility = excluded.visibility, author = excluded.author,
      author_contact = excluded.author_contact, at = excluded.at`;

const replaceFiles = `
  with gone as (
    delete from file as f using ${given}
    where f.connection_id = $1 and f.module = g.module and f.record_id = g.record_id
      and not exists (select 1 from json_to_recordset($2) as r(module text, record_id text, external_id text)
                      where r.module = f.module and r.record_id = f.record_id and r.external_id = f.external_id)
  )
  insert into file (connection_id, module, record_id, external_id, id, name, size, content_type, folder, visibility, added_by, at)
  select $1, r.* from json_to_recordset($2) as r(module text, record_id text, external_id text, id uuid, name text, size bigint,
    content_type text, folder text, visibility text, added_by text, at timestamptz)
  on conflict (connection_id, module, record_id, external_id) do update
  set name = excluded.name, size = excluded.size, content_type = excluded.content_type, folder = excluded.folder,
      visibility = excluded.visibility, added_by = excluded.added_by, at = excluded.at`;

function participantRows(row: RecordRow): SetRows {
  return (row.data.participants ?? []).flatMap(({ contact, login, kind, name }) => {
    const target = login ?? contact;
    if (target === undefined) return [];
    const target_kind = login === undefined ? 'contact' : 'login';
    return [{ ...keyOf(row), target_kind, target, kind, name, changed_at: row.data.changedAt }];
  });
}

function commentRows(row: RecordRow): SetRows {
  const rows = (row.data.comments ?? []).map((comment, position) => ({
    ...keyOf(row),
    external_id: comment.id ?? `${comment.visibility}-${position}`,
    position,
    text: comment.text,
    visibility: comment.visibility,
    author: comment.author,
    author_contact: comment.authorContact,
    at: comment.at,
  }));
  return [...new Map(rows.map((each) => [each.external_id, each])).values()];
}

function fileRows(row: RecordRow): SetRows {
  const rows = (row.data.files ?? []).map((file) => ({
    ...keyOf(row),
    external_id: file.id,
    id: newId(),
    name: file.name,
    size: file.size,
    content_type: file.contentType,
    folder: file.folder,
    visibility: file.visibility ?? 'internal',
    added_by: file.addedBy,
    at: file.at,
  }));
  return [...new Map(rows.map((each) => [each.external_id, each])).values()];
}
