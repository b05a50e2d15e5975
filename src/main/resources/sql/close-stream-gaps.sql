-- Gaps that end now, because the stream has brought something since, was given up, or Okta has switched it on again before it ever
-- brought anything.
update store.stream_gap g
set until_at = coalesce(a.last_at, now()),
    events = (select count(*) from store.event e
              where e.integration = g.integration and e.received_via = 'poll'
                and e.published > g.from_at + least(interval '10 seconds', make_interval(secs => :quiet))
                and e.published < coalesce(a.last_at, now()))
from (select i.name as integration, (select max(s.last_at) from store.stream s where s.integration = i.name
      and s.received_via in ('eventbridge', 'sqs')) as last_at from store.integration i) a
where a.integration = g.integration and g.until_at is null
  and (a.last_at > g.noticed_at
       or a.last_at is null and (
         exists (select from store.stream_end e where e.integration = g.integration)
         or not exists (
           select from store.resource r where r.integration = g.integration and r.data_type = 'log_streams'
             and r.deleted_at is null and r.doc ->> 'status' <> 'ACTIVE' and r.doc #>> '{settings,eventSourceName}' = r.integration)))
returning g.integration, g.reason
