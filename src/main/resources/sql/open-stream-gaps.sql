-- Gaps that begin now: the poll found what the stream should have brought, or Okta says that it has switched the stream off.
with alive as (
  select integration, min(first_at) as first_at, max(last_at) as last_at
  from store.stream where received_via in ('eventbridge', 'sqs') group by integration
), stopped as (
  select a.integration, a.last_at as from_at, null::timestamptz as until_at, m.events,
         format('The stream has brought nothing since %s, while the poll found %s newer events.',
                to_char(a.last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), m.events) as reason
  from alive a cross join lateral (
    select count(*) as events from store.event e
    where e.integration = a.integration and e.received_via = 'poll'
      and e.published > a.last_at + least(interval '10 seconds', make_interval(secs => :quiet))
      and e.published < now() - make_interval(secs => :quiet)) m
  where a.last_at < now() - make_interval(secs => :quiet) and m.events > 0
), switched_off as (
  select r.integration, coalesce(a.last_at, r.changed_at), null::timestamptz, 0::bigint,
         'Okta has switched the log stream off (' || (r.doc ->> 'status') || '); activate it again under Reports, Log Streaming.'
  from store.resource r left join alive a using (integration)
  where r.data_type = 'log_streams' and r.deleted_at is null and r.doc ->> 'type' = 'aws_eventbridge'
    and r.doc ->> 'status' <> 'ACTIVE' and r.doc #>> '{settings,eventSourceName}' = r.integration
    and (a.last_at is null and not exists (select from store.stream_end e where e.integration = r.integration) or a.last_at < r.changed_at)
), skipped as (
  select a.integration, m.from_at, m.until_at, m.events,
         format('The poll found %s events that the stream has not brought.', m.events)
  from alive a cross join lateral (
    select count(*) as events, min(e.published) as from_at, max(e.published) as until_at from store.event e
    where e.integration = a.integration and e.received_via = 'poll'
      and e.published > greatest(a.first_at, now() - interval '1 day')
      and e.received_at > e.published + make_interval(secs => :quiet)
      and e.received_at > coalesce((select max(greatest(g.noticed_at, g.until_at)) from store.stream_gap g where g.integration = a.integration), a.first_at)) m
  where a.last_at >= now() - make_interval(secs => :quiet) and m.events > 0
)
insert into store.stream_gap (integration, from_at, until_at, events, reason)
select distinct on (integration) * from (
  select * from switched_off union all select * from stopped union all select * from skipped) found
where not exists (select from store.stream_gap g where g.integration = found.integration and g.until_at is null)
on conflict do nothing
returning integration, reason
