with attempts as materialized (
  select day, result in ('SUCCESS', 'ALLOW') as succeeded, country, number
  from store.sign_in_day where integration = :name and day > (now() at time zone 'UTC')::date - 30
)
select jsonb_build_object(
  'days', (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'good', good, 'bad', bad) order by day), '[]') from (
      select day, coalesce(sum(number) filter (where succeeded), 0) as good,
             coalesce(sum(number) filter (where not succeeded), 0) as bad from attempts group by day) d),
  'countries', (select coalesce(jsonb_agg(jsonb_build_object('country', country, 'good', good, 'bad', bad) order by good + bad desc), '[]') from (
      select country, coalesce(sum(number) filter (where succeeded), 0) as good, coalesce(sum(number) filter (where not succeeded), 0) as bad
      from attempts group by country order by sum(number) desc limit 12) c))
