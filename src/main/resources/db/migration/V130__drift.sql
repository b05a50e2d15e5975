-- What a verification found changed, new or gone although nothing had told of it. It outlives its run, as the history does.
create table store.drift (
  run_id       bigint not null,
  integration  text not null,
  data_type    text not null,
  parent_id    text not null default '',
  id           text not null,
  kind         text not null check (kind in ('changed', 'new', 'gone')),
  found_at     timestamptz not null,   -- when its row changed: okta.changes has it at that moment
  primary key (integration, run_id, data_type, parent_id, id)
);
create index drift_found on store.drift (found_at);

alter table store.run
  add column verified bigint,   -- documents that a verification compared
  add column drifted bigint;    -- of them, those in store.drift

-- doc is the document as it is stored now, before is what was stored when the verification came.
create view okta.drift as
select d.integration, d.parent_id, d.id, d.data_type, d.kind, d.found_at, d.run_id,
       case when d.kind = 'gone' then r.doc else h.doc end as before, r.doc, d.found_at as changed_at
from store.drift d
left join store.resource r
  on (r.integration, r.data_type, r.parent_id, r.id) = (d.integration, d.data_type, d.parent_id, d.id)
left join store.resource_history h
  on (h.integration, h.data_type, h.parent_id, h.id) = (d.integration, d.data_type, d.parent_id, d.id) and h.valid_to = d.found_at;

create or replace view okta.runs as
select integration, id::text as id, mode, status, trigger, reason, started_at, finished_at,
       null::jsonb as doc, coalesce(finished_at, started_at) as changed_at, verified, drifted
from store.run where mode in ('full', 'delta', 'verify');
