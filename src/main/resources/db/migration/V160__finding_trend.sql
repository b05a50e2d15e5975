-- A finding counts while it is open, under the severity it then has. What was muted or accepted is closed already, so that its end is no
-- second one; and one that grows worse moves from a severity to another.
create or replace view okta.finding_trend as
with told as (
  select f.integration, date_trunc('day', c.at at time zone 'UTC')::date as day, c.state = 'open' as is_open, c.severity,
         coalesce(lag(c.state) over before = 'open', false) as was_open, lag(c.severity) over before as former
  from store.finding_change c join store.finding f on f.id = c.finding_id
  window before as (partition by f.integration, c.finding_id order by c.id)
), moves as (
  select integration, day, severity, sum(opened) as opened, sum(closed) as closed
  from (
    select integration, day, severity, 1 as opened, 0 as closed from told where is_open and (not was_open or severity <> former)
    union all
    select integration, day, former, 0, 1 from told where was_open and (not is_open or severity <> former)
  ) each_move
  group by 1, 2, 3
)
select integration, to_char(day, 'YYYY-MM-DD') || '/' || severity as id, day, severity, opened, closed,
       sum(opened - closed) over (partition by integration, severity order by day) as open,
       null::jsonb as doc, day::timestamptz as changed_at
from moves;
