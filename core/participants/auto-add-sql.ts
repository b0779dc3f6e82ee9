/**
 * Whom records gain: $1 connection, $2 rules, $3 audience, $4 and $5 the part of the change feed, $6 how
 * many. Candidates are few and come by key or index: records of the feed (primary key), of customers with
 * somebody new (record_customer), of rules that are new (record_newest). What decides is asked of every
 * candidate alike, so that it makes no difference how it was found. Present, pending, failed or removed: who
 * has a row, under the contact or any sign-in it ever had, is left as they are. Lookups are written so that
 * each goes by its primary key: of a connection that nobody has analysed yet (its first sync) the planner
 * expects one row, and plain joins are quadratic.
 */
const wantedSql = `
  with rule as materialized (
    select * from json_to_recordset($2) as r(module text, type text, since timestamptz, fresh boolean)
  ), audience as materialized (
    select "customerId" as customer_id, "contactId" as contact_id, "targetKind" as target_kind, target, fresh,
      coalesce(logins, '{}') as logins
    from json_to_recordset($3)
      as a("customerId" text, "contactId" text, "targetKind" text, target text, fresh boolean)
    left join (
      select contact_id, array_agg(external_id) as logins from login
      where connection_id = $1 group by contact_id
    ) as own on own.contact_id = "contactId"
  ), changed as (
    select split_part(substr(key, 8), ':', 1) as module, substr(key, strpos(key, ':') + 1) as external_id
    from feed, unnest(ids) as key
    where connection_id = $1 and kind = 'record' and seq > $4 and seq <= $5
  ), candidate as materialized (
    select module, external_id from changed
    union
    select r.module, r.external_id from (select distinct customer_id from audience where fresh) as a
    join record r on r.connection_id = $1 and r.customer_id = a.customer_id and r.deleted_at is null
    union
    select r.module, r.external_id from rule
    join record r on r.connection_id = $1 and r.module = rule.module
      and (rule.type is null or r.type = rule.type)
    where rule.fresh and r.deleted_at is null
  ), wanted as (
    select r.module, r.type, r.external_id as record_id, r.changed_at, a.contact_id, a.target_kind, a.target
    from candidate k
    cross join lateral (
      select * from record
      where connection_id = $1 and module = k.module and external_id = k.external_id offset 0
    ) as r
    join rule on rule.module = r.module and (rule.type is null or r.type = rule.type)
    join audience a on a.customer_id = r.customer_id
    where r.deleted_at is null and coalesce(r.changed_at, r.created_at) >= rule.since
      and (
        select 1 from participant p
        where p.connection_id = $1 and p.module = r.module and p.record_id = r.external_id
          and p.target_kind = 'contact' and p.target = a.contact_id) is null
      and (
        select 1 from participant p
        where p.connection_id = $1 and p.module = r.module and p.record_id = r.external_id
          and p.target_kind = 'login' and p.target = any (a.logins) limit 1) is null
    order by r.module, r.external_id, a.contact_id
    limit $6
  )`;

const columns = `module, type, record_id as "recordId", contact_id as "contactId",
  target_kind as "targetKind", target`;

/** Reads them. */
export const foundSql = `${wantedSql} select ${columns} from wanted`;

/** Adds them, in the state $7; `added` is false where a sync was quicker. */
export const addedSql = `${wantedSql}, added as (
    insert into participant
      (connection_id, module, record_id, target_kind, target, kind, origin, state, changed_at)
    select $1, module, record_id, target_kind, target, 'customer', 'auto', $7, changed_at from wanted
    on conflict do nothing returning module, record_id, target_kind, target
  )
  select ${columns},
    (module, record_id, target_kind, target)
      in (select module, record_id, target_kind, target from added) as added
  from wanted`;
