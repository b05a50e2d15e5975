with trend as (select day, severity, open from okta.finding_trend where integration = :name),
since as (select (now() at time zone 'UTC')::date - 90 as day)
select coalesce(jsonb_agg(jsonb_build_object('day', day, 'severity', severity, 'open', open) order by day), '[]') from (
  select t.day, severity, open from trend t, since s where t.day > s.day
  union all
  -- What has not moved since then stands where it stood.
  (select distinct on (severity) s.day, severity, open from trend t, since s where t.day <= s.day order by severity, t.day desc)) x
