-- People of the portal, what they may act as, and the policies in force. Indexes that lists walk are at the end.

do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise exception 'Portico searches subjects by the PostgreSQL extension pg_trgm, and it cannot be created here (%). Let an administrator of this server run "create extension pg_trgm" in this database, then migrate again.', sqlerrm;
end $$;

create table person (
  id uuid primary key,
  email text,
  phone text,
  first_name text,
  last_name text,
  state text not null default 'active' check (state in ('active', 'reset_pending', 'suspended', 'erased')),
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  accepted_at timestamptz,
  signed_in_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index person_email on person (lower(email)) where email is not null;
create unique index person_phone on person (phone) where phone is not null;
comment on table person is 'A portal user: a person with one verified address, over all connections.';

create table sign_in_name (
  name text collate "C" primary key check (name = lower(name)),
  person_id uuid not null references person (id) on delete cascade,
  created_at timestamptz not null default now()
);
create index sign_in_name_person on sign_in_name (person_id);
comment on table sign_in_name is 'The names a person may sign in with, in small letters; each is one person''s.';

create table access (
  id uuid primary key,
  person_id uuid not null references person (id),
  connection_id text collate "C" not null references connection (id),
  contact_id text collate "C" not null,
  state text not null check (state in ('invited', 'active', 'suspended', 'expired', 'disabled', 'closed')),
  reason text,
  accepted_at timestamptz,
  bound_email text,
  bound_customer text collate "C",
  capabilities text[] not null default '{}',
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((ended_at is not null) = (state in ('disabled', 'closed')))
);
create unique index access_one_live on access (person_id, connection_id, contact_id) where ended_at is null;
create index access_contact on access (connection_id, contact_id);
create index access_history on access (person_id, created_at desc);
comment on table access is 'The right of a person to act as one contact: what the hub decided. What the vendor decides is joined at every read.';
comment on column access.capabilities is 'Granted in the hub, beside those of the vendor''s login.';

create table policy (
  connection_id text collate "C" primary key references connection (id),
  plugin text not null,
  plugin_version text not null,
  binds text not null check (binds in ('contact', 'customer')),
  policy jsonb not null,
  applied_at timestamptz not null
);
comment on table policy is 'The running policy of each connection; a connection without a row shows nothing.';

-- A moment with its offset; anything else is none. It must never fail: one odd date of a vendor would close every list.
create function moment_of(value text) returns timestamptz
  language plpgsql immutable strict parallel safe as $$
begin
  if value !~ '^[1-9]\d{3}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$' then
    return null;
  end if;
  return value::timestamptz;
exception when others then
  return null;
end $$;

-- Lists walk these newest first; without a changed date a row is older than all others, then ids decide.
create index record_newest on record
  (connection_id, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, external_id) where deleted_at is null;
create index record_customer on record
  (connection_id, customer_id, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, external_id)
  where deleted_at is null and customer_id is not null;
create index record_public on record
  (connection_id, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, external_id)
  where deleted_at is null and public;
create index record_portal_visible on record
  (connection_id, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, external_id)
  where deleted_at is null and portal_visible;
create index record_subject on record using gin (lower(subject) gin_trgm_ops) where deleted_at is null;
create index record_number on record (connection_id, lower(number) text_pattern_ops) where deleted_at is null;

drop index link_target;
create index link_target on link
  (connection_id, target_kind, target, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, record_id);
drop index participant_target;
create index participant_target on participant
  (connection_id, target_kind, target, module, (coalesce(changed_at, '-infinity'::timestamptz)) desc, record_id)
  where state = 'present';
