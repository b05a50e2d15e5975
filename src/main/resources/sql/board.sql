-- Which integrations have something to do, who has them, and who could: what an instance decides by what it takes and gives up.
with alive as (
  select id, unopened from store.instance where alive_until > clock_timestamp()
), wanted as (
  select integration from store.run where status = 'RUNNING'
  union
  select integration from store.connectivity_test where finished_at is null
)
select i.name, l.epoch, l.owner, w.integration is not null as wanted,
       exists (select from store.connectivity_test t
               where t.integration = i.name and t.finished_at is null and t.kind <> 'recheck') as urgent,
       l.owner is not null and exists (select from alive a where a.id = l.owner) as owned,
       (select count(*) from alive a where not i.name = any(a.unopened)) as openers,
       case when l.owner is null or l.owner = :me or not exists (select from alive a where a.id = l.owner) then i.credentials end as sealed
from store.integration i
join store.lease l on l.integration = i.name
left join wanted w on w.integration = i.name
where i.state <> 'removing' and (w.integration is not null or l.owner = :me)
order by urgent desc, l.served_at nulls first, i.name
