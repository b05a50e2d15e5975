-- Retention looks for what was deleted long ago. An interrupted build leaves an invalid index behind.
drop index concurrently if exists store.resource_deleted;
create index concurrently resource_deleted on store.resource (deleted_at) where deleted_at is not null;
