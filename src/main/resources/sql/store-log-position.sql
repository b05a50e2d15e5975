-- The cursor and the list's checkpoint of a page of the System Log whose events Kafka has, in one statement.
-- The list ends as in store-events.sql. An empty page says that the log is here only where what was sent last is stored, and a minute ago:
-- the topic's partitions are read side by side.
with position as (
  select coalesce(store.instant(:?newest) >= cast(:?begunAt as timestamptz), :?records = 0) as caught_up
), arrived as (
  select coalesce(bool_and(coalesce(c.sent_until is null or
    c.sent_at < now() - interval '1 minute' and c.caught_up_at >= c.sent_until - interval '1 minute'
      and exists (select from store.event e where e.integration = c.integration and e.published >= c.sent_until), false)), true) as whole
  from store.cursor c where c.integration = :?integration and c.data_type = :?dataType
), bookmark as (
  insert into store.cursor as c (integration, data_type, next, caught_up_at, sent_until, sent_at)
  select :?integration, :?dataType, :?following, case when :?records = 0 and whole then now() end,
         case when store.instant(:?newest) > now() then now() else store.instant(:?newest) end, case when :?records > 0 then now() end
  from arrived where :?following <> ''
  on conflict (integration, data_type) do update
  set next = excluded.next, caught_up_at = greatest(excluded.caught_up_at, c.caught_up_at), changed_at = now(),
      sent_until = case when excluded.caught_up_at is null then greatest(excluded.sent_until, c.sent_until) end,
      sent_at = coalesce(excluded.sent_at, c.sent_at)
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
