-- Keys of programs that act for staff over the API.

create table staff_key (
  hash bytea primary key check (length(hash) = 32),
  name text not null,
  created_by text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create unique index staff_key_name on staff_key (lower(name)) where revoked_at is null;
comment on table staff_key is 'What a program shows to act for staff. The hash is the SHA-256 of 32 random bytes, which nobody keeps.';
