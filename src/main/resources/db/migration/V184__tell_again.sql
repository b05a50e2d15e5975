-- Tells what was told once more, as it is now. An instance that stood still while it told may have told something old after another
-- one told what is newer: then what it told comes last again. Rows are held, so what changes them next is told behind it.
create function store.tell_again(topics text[], keys text[], told text[]) returns void language plpgsql set timezone = 'UTC' as $$
begin
  with doubtful as materialized (
    select distinct topic, key, t.value ->> 'integration' as integration, t.value ->> 'data_type' as data_type,
           t.value ->> 'parent_id' as parent_id, t.value ->> 'id' as id, (t.value #>> '{finding,id}')::bigint as finding
    from (select u.topic, u.key, u.value::jsonb as value from unnest(topics, keys, told) u(topic, key, value)) t
  ), documents as materialized (
    select r.* from doubtful d
    join store.resource r on r.integration = d.integration and r.data_type = d.data_type and r.parent_id = d.parent_id and r.id = d.id
    where d.topic = 'okta.changes'
    for share of r
  ), findings as materialized (
    select f.* from doubtful d join store.finding f on f.id = d.finding where d.topic = 'okta.findings' for share of f
  )
  insert into store.outbox (topic, key, value)
  select d.topic, d.key,
         store.document_change(d.integration, d.data_type, d.parent_id, d.id, case when r.id is null then 'removed' else 'snapshot' end,
           null, case when r.deleted_at is null then r.doc end, coalesce(r.deleted_at, r.changed_at, now()),
           case when r.deleted_at is null then r.cause_event else r.ended_by end)
  from doubtful d
  left join documents r on r.integration = d.integration and r.data_type = d.data_type and r.parent_id = d.parent_id and r.id = d.id
  where d.topic = 'okta.changes'
  union all
  select d.topic, d.key,
         jsonb_build_object('change', c.change, 'at', c.at, 'actor', c.actor, 'reason', c.reason, 'finding', to_jsonb(f))
  from doubtful d
  join findings f on f.id = d.finding
  join lateral (select * from store.finding_change c where c.finding_id = f.id order by c.id desc limit 1) c on true
  where d.topic = 'okta.findings';
end $$;
