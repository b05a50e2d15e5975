alter table store.integration
  -- Why Okta gave no token when it was asked last; the state stays ready, so that it is asked again.
  add column refusal text,
  -- When the org last said which engine it runs, or was asked in vain: it may be upgraded.
  add column pipeline_asked_at timestamptz,
  -- Since when it leads to another org than what was collected before; null where nothing was.
  add column issuer_changed_at timestamptz;

-- What was found of one org says nothing of another: links to go on from, its engine, what may be read. What is under way ends, since it
-- would ask for what the former one has. Who changes the issuer has revoked the lease before, so that nothing is on its way any more.
create or replace function store.another_org() returns trigger language plpgsql as $$
begin
  update store.cursor set next = '', caught_up_at = null where integration = new.name;
  update store.run_data_type t
  set status = 'FAILURE', reason = 'The issuer was changed while the run was under way.', finished_at = now()
  from store.run r
  where r.id = t.run_id and r.integration = new.name and r.status = 'RUNNING' and t.status in ('PENDING', 'RUNNING');
  update store.integration
  set pipeline = null, pipeline_asked_at = null, granted_scopes = null, availability = null, checked_at = null,
      issuer_changed_at = case when exists (select from store.run where integration = new.name and mode in ('full', 'delta')) then clock_timestamp() end
  where name = new.name;
  return new;
end $$;
