-- The cursor and the list's checkpoint of a page of the System Log whose events Kafka has, in one statement.
-- The list ends as in store-events.sql.
with position as (
  select coalesce(store.instant(:?newest) >= cast(:?begunAt as timestamptz), :?records = 0) as caught_up
), bookmark as (
  insert into store.cursor (integration, data_type, next, caught_up_at)
  select :?integration, :?dataType, :?following, case when :?records = 0 then now() end
  where :?following <> ''
  on conflict (integration, data_type) do update
  set next = excluded.next, caught_up_at = greatest(excluded.caught_up_at, store.cursor.caught_up_at), changed_at = now()
), checkpoint as (
  update store.request q set
    next = nullif(:?following, ''),
    pages = q.pages + 1,
    records = q.records + :?records,
    failed_calls = q.failed_calls + :?failed,
    state = case when :?following = '' or (select caught_up from position) then 'answered' else 'planned' end
  where q.run_id = :?run and q.data_type = :?dataType and q.request = :?request
  returning q.state
)
select cast(:?records as int) as records, (select state from checkpoint) as state
from store.fence(:?integration, cast(:?lease as bigint))
