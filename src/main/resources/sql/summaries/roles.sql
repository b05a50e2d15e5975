select coalesce(jsonb_agg(jsonb_build_object('role', role, 'people', people) order by people desc, role), '[]') from (
  select coalesce(label, role_type) as role, count(distinct user_id) as people
  from okta.effective_admins where integration = :name group by 1) r
