-- Written by rate-limiter-flexible, which inserts by position: the order of the columns is its order.
-- Unlogged: after a crash of the server an empty budget costs one early call, and each call is one write.
create unlogged table rate_budget (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
comment on table rate_budget is 'Calls made to each vendor account in the current window, shared by all processes.';
comment on column rate_budget.key is 'Window (or block) and hash of plugin and account.';
comment on column rate_budget.expire is 'End of the window, in milliseconds since 1970.';

create table vendor_session (
  account text collate "C" primary key,
  session text not null,
  opened_at timestamptz not null default now()
);
comment on table vendor_session is 'The open sign-in of each vendor account, shared by all processes.';
comment on column vendor_session.account is 'Hash of plugin and account.';
comment on column vendor_session.session is 'Sealed (AES-256-GCM, bound to this account).';
