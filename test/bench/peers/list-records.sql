-- What a person would write by hand for one page of 25 tickets with its total, for person $1 at this moment: a right
-- that ended counts no more, so it is read with the list, as ours reads it.
with mine as materialized (
  select a.connection_id, a.contact_id, m.customer_id
  from access a
  join person p on p.id = a.person_id and p.state = 'active'
  join connection c on c.id = a.connection_id and c.removed_at is null
  join contact k on k.connection_id = a.connection_id and k.external_id = a.contact_id and k.deleted_at is null
  join member m on m.connection_id = a.connection_id and m.contact_id = a.contact_id
  where a.person_id = $1 and a.state = 'active' and a.accepted_at is not null and a.ended_at is null
    and (a.bound_email is null or lower(a.bound_email) = lower(k.email))
    and not exists (select 1 from customer u where u.connection_id = m.connection_id and u.external_id = m.customer_id
                    and u.deleted_at is not null)
    and (not exists (select 1 from login l where l.connection_id = a.connection_id and l.contact_id = a.contact_id)
         or exists (select 1 from login l where l.connection_id = a.connection_id and l.contact_id = a.contact_id
                    and l.deleted_at is null and l.enabled and not l.locked
                    and current_date between coalesce(l.valid_from, current_date) and coalesce(l.valid_to, current_date)))),
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
