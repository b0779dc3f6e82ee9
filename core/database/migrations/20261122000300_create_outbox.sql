-- Changes on their way to vendors, and who takes part in records by rule.

create table command (
  id bigint generated always as identity primary key,
  connection_id text collate "C" not null references connection (id),
  action text collate "C" not null,
  module text collate "C",
  record_id text collate "C",
  key text collate "C" not null unique,
  target text collate "C",
  body jsonb not null default '{}',
  base jsonb,
  state text not null check (state in ('waiting', 'writing', 'manual', 'done', 'failed', 'dead', 'dropped')),
  tries integer not null default 0,
  unknown boolean not null default false,
  not_before timestamptz,
  worker text,
  lease_token uuid,
  lease_until timestamptz,
  step text,
  error jsonb,
  result_id text collate "C",
  differs text[],
  requested_by text not null,
  requested_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index command_open on command (connection_id, id) where state in ('waiting', 'writing');
create index command_of_record on command (connection_id, module, record_id, id);
create index command_stuck on command (connection_id, action) where state in ('failed', 'dead', 'manual');
comment on table command is 'The outbox: changes to be written to vendors, in order per record.';
comment on column command.key is 'Idempotency key, the same at every try.';
comment on column command.target is 'Vendor id of what is changed; null in a create.';
comment on column command.unknown is 'A try ended without an answer, so that the vendor may have acted: it is asked before a create is repeated.';
comment on column command.error is 'Code, the vendor''s words (redacted) and what to do about them.';

alter table participant
  add column removed_here boolean not null default false,
  add column told_run bigint;
comment on column participant.removed_here is 'Removed in the hub: a vendor that still lists them does not bring them back.';
comment on column participant.told_run is 'The run under way when the vendor was told: its pages may be older than that.';

create table participant_rule (
  connection_id text collate "C" not null references connection (id),
  module text collate "C" not null,
  type text collate "C" not null default '',
  since timestamptz,
  changed_at timestamptz not null default now(),
  primary key (connection_id, module, type)
);
comment on table participant_rule is 'Auto-add by type, switched on here (since) or off (null); what the config file says comes first. Type empty: every type of the module.';

create table participant_reader (
  connection_id text collate "C" primary key references connection (id),
  seq bigint not null default 0,
  rules jsonb not null default '{}',
  read_at timestamptz
);
comment on table participant_reader is 'How far auto-add has read the change feed, and the rules (with their moments) it has read everything for.';

create table participant_audience (
  connection_id text collate "C" not null references connection (id),
  customer_id text collate "C" not null,
  contact_id text collate "C" not null,
  target text collate "C" not null,
  primary key (connection_id, customer_id, contact_id)
);
comment on table participant_audience is 'Who auto-add has found eligible at which customer: those who come new to it get the records that were saved before.';

create table hub_tick (
  name text collate "C" not null,
  at timestamptz not null,
  primary key (name, at)
);
comment on table hub_tick is 'Ticks of the hub''s own work that were taken: over any number of processes a tick fires once.';
