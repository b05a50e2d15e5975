-- What the poll gave to Kafka last: until it is stored an empty page doesn't say that the log is here. Null once it was.
alter table store.cursor add column sent_until timestamptz, add column sent_at timestamptz;
