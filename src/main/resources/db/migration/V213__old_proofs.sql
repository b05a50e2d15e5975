-- Retention looks for proofs whose events are gone. An interrupted build leaves an invalid index behind.
drop index concurrently if exists store.finding_event_time;
create index concurrently finding_event_time on store.finding_event (published);
