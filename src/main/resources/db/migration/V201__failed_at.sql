-- When an object that events touched could last not be read: it waits by itself, while the others are read.
alter table store.refresh add column failed_at timestamptz;
