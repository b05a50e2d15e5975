-- What waits in quarantine already isn't put aside again: a batch, a message or a page may come several times.
drop index concurrently if exists store.quarantine_waits;
create index concurrently quarantine_waits on store.quarantine (md5(payload)) where replayed_at is null;
create or replace function store.quarantined(owner text, what text) returns boolean language sql stable as $$
  select exists (
    select from store.quarantine q
    where q.replayed_at is null and md5(q.payload) = md5(what) and q.payload = what and q.integration is not distinct from owner)
$$;
