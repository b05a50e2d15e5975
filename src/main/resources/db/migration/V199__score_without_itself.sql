-- The finding that a score is high is no reason for the score.
create or replace view okta.identity_risk as
with points as (
  select f.integration, f.subject_id as user_id, f.check_id, f.title, f.severity, f.kind,
         case f.severity when 'critical' then 40 when 'high' then 20 when 'medium' then 8 when 'low' then 3 else 0 end
         * case when f.kind = 'posture' then 1.0 when f.last_seen > now() - interval '7 days' then 1.5 else 0.5 end as points
  from store.finding f
  where f.state = 'open' and lower(f.subject_type) = 'user' and f.check_id <> 'user-trust-level'
), privileges as (
  select integration, user_id, array_agg(distinct coalesce(label, role_type) order by coalesce(label, role_type)) as roles,
         case when bool_or(role_type = 'SUPER_ADMIN') then 2.0 when bool_or(role_type = 'ORG_ADMIN') then 1.75
              when bool_or(role_type not in ('READ_ONLY_ADMIN', 'REPORT_ADMIN')) then 1.5 else 1.25 end as factor
  from okta.effective_admins group by 1, 2
)
select p.integration, p.user_id as id, p.user_id, u.login, u.status,
       least(100, round(sum(p.points) * coalesce(max(r.factor), 1)))::int as score,
       coalesce(max(r.factor), 1) as privilege_factor, max(r.roles) as roles,
       jsonb_agg(jsonb_build_object('check', p.check_id, 'title', p.title, 'severity', p.severity, 'points', p.points)
                 order by p.points desc, p.check_id) as reasons,
       u.doc, u.changed_at
from points p
left join okta.users u on u.integration = p.integration and u.id = p.user_id
left join privileges r on r.integration = p.integration and r.user_id = p.user_id
group by p.integration, p.user_id, u.login, u.status, u.doc, u.changed_at;
