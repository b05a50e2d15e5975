-- Adds the sign-ins that were committed since the last count to their days, however late they came. Counts and position commit
-- together, so none is missed or counted twice. Names are cut, as a stranger's may fit no key. Whoever else is at it isn't waited for.
with position as (
  select xid, seq from store.reader where name = 'sign-ins' for update skip locked
), fresh as materialized (
  select e.integration, e.xid, e.seq, (e.published at time zone 'UTC')::date as day,
         case when lower(e.event_type) = 'user.session.start' then left(coalesce(e.doc #>> '{outcome,result}', 'UNKNOWN'), 100) end as result,
         case when lower(e.event_type) = 'user.session.start'
              then left(coalesce(e.doc #>> '{client,geographicalContext,country}', 'Unknown'), 100) end as country
  from store.event e
  where (e.xid, e.seq) > ((select xid from position), (select seq from position))
    and e.xid < (select store.ended_before()) and e.published > now() - interval '31 days'
  order by e.xid, e.seq limit :most
), counted as (
  insert into store.sign_in_day as known (integration, day, result, country, number)
  select f.integration, day, result, country, count(*) from fresh f join store.integration i on i.name = f.integration
  where result is not null group by 1, 2, 3, 4
  on conflict (integration, day, result, country) do update set number = known.number + excluded.number
), moved as (
  update store.reader set (xid, seq) = (select xid, seq from fresh order by xid desc, seq desc limit 1)
  where name = 'sign-ins' and exists (select from fresh)
)
select count(*) from fresh
