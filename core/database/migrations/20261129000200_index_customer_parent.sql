-- Policies may begin at the customers below one of mine (a parent customer's contacts see its children's records).
create index customer_parent on customer (connection_id, parent) where parent is not null and deleted_at is null;
