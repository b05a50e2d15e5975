-- One row a user; those that are gone are deleted by identities-gone.sql. :name is the integration.
-- Without a factor the strength is none only where the factors were read to their end; before that it isn't known.
insert into store.identity as known (integration, user_id, login, status, last_login, strength, admin, roles)
select u.integration, u.id, u.login, u.status, u.last_login,
       case when f.resistant then 'phishing-resistant' when f.strong then 'strong' when f.any_factor then 'weak' when r.complete then 'none' end,
       a.user_id is not null, coalesce(a.roles, '{}')
from okta.users u
cross join (select exists (select from store.state_of(:name, 'factors') where complete_at is not null) as complete) r
left join (
  select user_id, bool_or(strength = 'phishing-resistant') as resistant, bool_or(strength = 'strong') as strong, true as any_factor
  from okta.active_factors where integration = :name group by user_id
) f on f.user_id = u.id
left join (
  select user_id, array_agg(distinct coalesce(label, role_type)) as roles
  from okta.effective_admins where integration = :name group by user_id
) a on a.user_id = u.id
where u.integration = :name
on conflict (integration, user_id) do update
set login = excluded.login, status = excluded.status, last_login = excluded.last_login,
    strength = excluded.strength, admin = excluded.admin, roles = excluded.roles
where (known.login, known.status, known.last_login, known.strength, known.admin, known.roles)
      is distinct from (excluded.login, excluded.status, excluded.last_login, excluded.strength, excluded.admin, excluded.roles)
