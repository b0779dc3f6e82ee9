-- How people of the portal prove who they are, and what the hub remembers of it.

alter table person add column address_verified_at timestamptz;
comment on column person.address_verified_at is 'When they used a link sent to their address. Before that another CRM must not trust their password.';

create table token (
  hash bytea primary key check (length(hash) = 32),
  purpose text not null check (purpose in ('invite', 'choose', 'reset')),
  person_id uuid not null references person (id) on delete cascade,
  access_id uuid references access (id) on delete cascade,
  address text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  voided_at timestamptz
);
create index token_person on token (person_id) where used_at is null and voided_at is null;
comment on table token is 'Links that were given out. The hash is the SHA-256 of 32 random bytes, which nobody keeps.';

create table session (
  sid text collate "C" primary key,
  sess json not null,
  expire timestamptz not null,
  person_id uuid not null references person (id) on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index session_person on session (person_id);
create index session_expire on session (expire);
comment on table session is 'Open sessions of the portal. sid is the SHA-256 of what the cookie holds.';

create unlogged table throttle (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
comment on table throttle is 'Attempts at signing in, by account and by address, in their current window.';

create table mail (
  id uuid primary key,
  recipient text not null,
  subject text not null,
  text text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  tries integer not null default 0,
  not_before timestamptz not null default now(),
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  check (text is not null or state <> 'waiting')
);
create index mail_waiting on mail (not_before) where state = 'waiting';
comment on column mail.text is 'Forgotten as soon as it is sent or given up: it may hold a link that lets somebody in.';
comment on column mail.not_before is 'When to try next; while it is being sent, until when it is left to whoever sends it.';

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  real_actor text,
  action text not null,
  decision text not null check (decision in ('done', 'refused')),
  person_id uuid,
  access_id uuid,
  address text,
  details jsonb not null default '{}'
);
create index audit_person on audit (person_id, id) where person_id is not null;
comment on table audit is 'Who did what, when, from where, and what was decided. Rows are only ever added.';
comment on column audit.real_actor is 'The member of staff who acted in somebody else''s view; missing where who acted for themselves.';

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only ever added to.';
end $$;
create trigger audit_only_grows before update or delete on audit
  for each row execute function refuse_audit_change();
create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function refuse_audit_change();
