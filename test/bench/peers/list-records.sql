-- What a person would write by hand for one page of 25 tickets with its total, knowing whom it is for:
-- $1 connections, $2 the reader's contact in each, $3 the reader's customer in each.
with mine as (select * from unnest($1::text[], $2::text[], $3::text[]) as m(connection_id, contact_id, customer_id)),
found as materialized (
  select f.* from mine m cross join lateral (
    select r.connection_id, r.external_id, r.changed_at from record r
    where r.connection_id = m.connection_id and r.customer_id = m.customer_id and r.module = 'ticket' and r.deleted_at is null
    order by coalesce(r.changed_at, '-infinity'::timestamptz) desc, r.external_id limit 1001) f
  union
  select f.* from mine m cross join lateral (
    select r.connection_id, r.external_id, r.changed_at
    from link l join record r on r.connection_id = l.connection_id and r.module = l.module and r.external_id = l.record_id
    where l.connection_id = m.connection_id and l.target_kind = 'contact' and l.target = m.contact_id and l.module = 'ticket'
      and l.kind = 'contact' and r.deleted_at is null
    order by coalesce(l.changed_at, '-infinity'::timestamptz) desc, l.record_id limit 1001) f),
page as (
  select * from found order by changed_at desc nulls last, connection_id, external_id limit 26)
select (select count(*) from found) as total, r.id, r.number, r.subject, r.status, r.status_group, r.customer_id, r.dates,
  r.fields, r.created_at, r.changed_at
from page p join record r on r.connection_id = p.connection_id and r.module = 'ticket' and r.external_id = p.external_id
order by r.changed_at desc nulls last, r.connection_id, r.external_id
