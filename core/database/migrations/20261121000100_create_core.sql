-- Ids of vendors compare bytewise, whatever the database's own order of words.

create table connection (
  id text collate "C" primary key,
  plugin text not null,
  title text not null,
  origin text not null check (origin in ('config', 'database')),
  settings jsonb not null default '{}',
  secrets jsonb not null default '{}',
  schedule text,
  participants jsonb not null default '{}',
  map jsonb not null default '{}',
  facts jsonb,
  facts_at timestamptz,
  feed_seq bigint not null default 0,
  paused_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table connection is 'One configured vendor account. Those of the config file keep their settings there; only what sync learns is here.';
comment on column connection.secrets is 'Sealed settings by name (AES-256-GCM, bound to this connection and name).';
comment on column connection.feed_seq is 'Number of the last change-feed row; taken by the last statement of a page, so that commit order is reading order.';

create table run (
  id bigint generated always as identity primary key,
  connection_id text collate "C" not null references connection (id),
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  reason text not null,
  options jsonb not null default '{}',
  worker text,
  lease_token uuid,
  lease_until timestamptz,
  not_before timestamptz,
  cancel_requested boolean not null default false,
  base jsonb not null default '{}',
  losses jsonb not null default '{}',
  streams jsonb not null default '{}',
  error jsonb,
  requested_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create unique index run_one_active on run (connection_id) where state in ('queued', 'running');
create index run_history on run (connection_id, id desc);
comment on column run.base is 'How much was held when the run began: what the brake measures losses against.';
comment on column run.streams is 'Per stream: kind of pass, total, read, created, updated, unchanged, deleted, quarantined, held.';

create table stream (
  connection_id text collate "C" not null references connection (id),
  name text collate "C" not null,
  watermark timestamptz,
  state jsonb,
  full_at timestamptz,
  listed_at timestamptz,
  mapping text,
  error jsonb,
  pass bigint not null default 0,
  pass_kind text check (pass_kind in ('full', 'list', 'changes', 'recent', 'remap')),
  pass_cursor jsonb,
  pass_state jsonb,
  pass_since timestamptz,
  pass_started_at timestamptz,
  pass_seen bigint not null default 0,
  pass_total bigint,
  pass_newest timestamptz,
  pass_page bigint not null default 0,
  primary key (connection_id, name)
);
comment on table stream is 'What the engine knows of a stream between runs, and the pass under way (pass_kind null: none).';

create table item (
  connection_id text collate "C" not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  hash bytea not null,
  stamp text,
  yields text[] not null,
  raw json not null,
  read_at timestamptz not null default now(),
  primary key (connection_id, stream, item_id)
);
comment on table item is 'The vendor''s answer per item. hash covers mapping version and raw; yields are the keys of the rows it gave.';

create table copy (
  connection_id text collate "C" not null,
  row_key text collate "C" not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  as_of timestamptz,
  primary key (connection_id, row_key, stream, item_id)
);
create index copy_of_item on copy (connection_id, stream, item_id);
comment on table copy is 'Items that yield a row which another item owns at present (its copy is newer).';

create table seen (
  connection_id text collate "C" not null,
  stream text collate "C" not null,
  pass bigint not null,
  page bigint not null,
  ids text[] not null,
  primary key (connection_id, stream, pass, page)
);
comment on table seen is 'Ids met in the pass under way, a row a page: what a sweep compares with.';

create table quarantine (
  connection_id text collate "C" not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  reason jsonb not null,
  raw json not null,
  hash bytea not null,
  times integer not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (connection_id, stream, item_id)
);

create table held (
  connection_id text collate "C" not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  change text not null check (change in ('gone', 'changed')),
  raw json,
  stamp text,
  losses jsonb not null,
  reason text not null,
  run_id bigint not null,
  at timestamptz not null default now(),
  primary key (connection_id, stream, item_id)
);
comment on table held is 'Changes that would take away too much: unapplied until a person confirms them or the vendor takes them back.';

create table customer (
  connection_id text collate "C" not null,
  external_id text collate "C" not null,
  id uuid not null,
  name text not null,
  number text,
  email text,
  website text,
  status text,
  parent text collate "C",
  primary_contact text collate "C",
  details jsonb not null,
  hash bytea not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  as_of timestamptz,
  version bigint not null default 1,
  created_at timestamptz,
  changed_at timestamptz,
  synced_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (connection_id, external_id)
);
create unique index customer_id on customer (id);

create table contact (
  connection_id text collate "C" not null,
  external_id text collate "C" not null,
  id uuid not null,
  kind text not null check (kind in ('contact', 'lead')),
  honorific text,
  first_name text,
  last_name text,
  job_title text,
  email text,
  status text,
  principal text collate "C",
  details jsonb not null,
  hash bytea not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  as_of timestamptz,
  version bigint not null default 1,
  created_at timestamptz,
  changed_at timestamptz,
  synced_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (connection_id, external_id)
);
create unique index contact_id on contact (id);
create index contact_email on contact (connection_id, lower(email)) where email is not null and deleted_at is null;

create table login (
  connection_id text collate "C" not null,
  external_id text collate "C" not null,
  id uuid not null,
  contact_id text collate "C" not null,
  user_name text,
  enabled boolean not null,
  locked boolean not null,
  valid_from date,
  valid_to date,
  capabilities text[] not null,
  principal text collate "C",
  hash bytea not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  as_of timestamptz,
  version bigint not null default 1,
  synced_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (connection_id, external_id)
);
create unique index login_id on login (id);
create index login_contact on login (connection_id, contact_id);

create table member (
  connection_id text collate "C" not null,
  contact_id text collate "C" not null,
  customer_id text collate "C" not null,
  since timestamptz not null default now(),
  primary key (connection_id, contact_id, customer_id)
);
create index member_customer on member (connection_id, customer_id);

create table record (
  connection_id text collate "C" not null,
  module text collate "C" not null,
  external_id text collate "C" not null,
  id uuid not null,
  type text collate "C",
  number text,
  subject text,
  status text,
  status_group text check (status_group in ('open', 'closed')),
  customer_id text collate "C",
  owner_name text,
  owner_email text,
  dates jsonb not null,
  amount bigint,
  currency text,
  folder text,
  portal_visible boolean,
  public boolean,
  read_only boolean not null,
  body text,
  lines jsonb,
  fields jsonb not null,
  hash bytea not null,
  stream text collate "C" not null,
  item_id text collate "C" not null,
  as_of timestamptz,
  version bigint not null default 1,
  created_at timestamptz,
  changed_at timestamptz,
  synced_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (connection_id, module, external_id)
);
create unique index record_id on record (id);

create table link (
  connection_id text collate "C" not null,
  module text collate "C" not null,
  record_id text collate "C" not null,
  kind text collate "C" not null check (kind in ('contact', 'parent')),
  target_kind text collate "C" not null,
  target text collate "C" not null,
  changed_at timestamptz,
  primary key (connection_id, module, record_id, kind, target_kind, target)
);
create index link_target on link (connection_id, target_kind, target, module, changed_at desc, record_id);
comment on table link is 'What a record points at, by vendor ids. changed_at is the record''s, so that a list walks one index.';

create table participant (
  connection_id text collate "C" not null,
  module text collate "C" not null,
  record_id text collate "C" not null,
  target_kind text collate "C" not null check (target_kind in ('contact', 'login')),
  target text collate "C" not null,
  kind text check (kind in ('customer', 'staff', 'agent')),
  origin text not null check (origin in ('vendor', 'manual', 'wizard', 'auto')),
  state text not null check (state in ('present', 'pending', 'failed', 'removed')),
  name text,
  changed_at timestamptz,
  since timestamptz not null default now(),
  primary key (connection_id, module, record_id, target_kind, target)
);
create index participant_target on participant (connection_id, target_kind, target, module, changed_at desc, record_id)
  where state = 'present';

create table comment (
  connection_id text collate "C" not null,
  module text collate "C" not null,
  record_id text collate "C" not null,
  external_id text collate "C" not null,
  position integer not null,
  text text not null,
  visibility text not null check (visibility in ('public', 'internal')),
  author text,
  author_contact text collate "C",
  at timestamptz,
  primary key (connection_id, module, record_id, external_id)
);

create table file (
  connection_id text collate "C" not null,
  module text collate "C" not null,
  record_id text collate "C" not null,
  external_id text collate "C" not null,
  id uuid not null,
  name text not null,
  size bigint,
  content_type text,
  folder text,
  visibility text not null check (visibility in ('public', 'internal')),
  added_by text,
  at timestamptz,
  primary key (connection_id, module, record_id, external_id)
);
create unique index file_id on file (id);

create table feed (
  connection_id text collate "C" not null,
  seq bigint not null,
  kind text collate "C" not null,
  ids text[] not null,
  run_id bigint,
  at timestamptz not null default now(),
  primary key (connection_id, seq, kind)
);
comment on table feed is 'The change feed: one row per page and kind with the ids that changed. Readers keep their own position.';

create table issue (
  id bigint generated always as identity primary key,
  connection_id text collate "C" references connection (id),
  kind text not null,
  cause text not null,
  sentence text not null,
  remedy text not null,
  details jsonb not null default '{}',
  times integer not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  run_id bigint,
  closed_at timestamptz
);
create unique index issue_one_open on issue (coalesce(connection_id, ''), kind, cause) where closed_at is null;

create table hook (
  id bigint generated always as identity primary key,
  connection_id text collate "C" not null references connection (id),
  stream text not null,
  item_id text not null,
  received_at timestamptz not null default now(),
  done_at timestamptz
);
create unique index hook_waiting on hook (connection_id, stream, item_id) where done_at is null;
comment on table hook is 'What vendors'' webhooks pointed at, waiting to be read again.';

create table tick (
  connection_id text collate "C" not null references connection (id),
  at timestamptz not null,
  next_at timestamptz,
  primary key (connection_id, at)
);
comment on table tick is 'Schedule ticks that were taken: over any number of processes a tick fires once.';

create table worker (
  id text primary key,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now()
);
comment on table worker is 'Workers alive, by heartbeat: what a fallen one had locked is freed after 20 s.';
