-- Detections whose SQL failed when it ran, and those that rest because it took too long: noted by whichever instance reads events, shown by
-- all, until the rule works again. It holds of a file as the fingerprint says; an edited one has none.
create table store.rule_trouble (
  rule         text primary key,
  fingerprint  text not null,
  problem      text not null,
  noted_at     timestamptz not null default now()
);
