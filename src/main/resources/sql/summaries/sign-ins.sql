with attempts as materialized (
  select date_trunc('day', published at time zone 'UTC')::date as day, coalesce(doc #>> '{outcome,result}', 'UNKNOWN') as result,
         coalesce(doc #>> '{client,geographicalContext,country}', 'Unknown') as country, count(*) as number
  from store.event
  where integration = :name and lower(event_type) = 'user.session.start' and published > now() - interval '30 days'
  group by 1, 2, 3
)
select jsonb_build_object(
  'days', (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'good', good, 'bad', bad) order by day), '[]') from (
      select day, coalesce(sum(number) filter (where result in ('SUCCESS', 'ALLOW')), 0) as good,
             coalesce(sum(number) filter (where result not in ('SUCCESS', 'ALLOW')), 0) as bad from attempts group by day) d),
  'countries', (select coalesce(jsonb_agg(jsonb_build_object('country', country, 'good', good, 'bad', bad) order by good + bad desc), '[]') from (
      select country, coalesce(sum(number) filter (where result in ('SUCCESS', 'ALLOW')), 0) as good,
             coalesce(sum(number) filter (where result not in ('SUCCESS', 'ALLOW')), 0) as bad
      from attempts group by country order by sum(number) desc limit 12) c))
