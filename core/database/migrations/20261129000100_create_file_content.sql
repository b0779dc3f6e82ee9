-- The bytes of files that Portico keeps itself, where the vendor takes none.

create table file_content (
  file_id uuid primary key references file (id) on delete cascade,
  content bytea not null,
  kept_at timestamptz not null default now()
);
comment on table file_content is 'Bytes of files that the vendor has no place for. A file without a row here is fetched from its vendor.';
