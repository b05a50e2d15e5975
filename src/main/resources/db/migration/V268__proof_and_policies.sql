-- The events that prove a finding: evidence has figures and the first of them.
create view okta.finding_events as
select f.integration, f.id::text || '/' || p.uuid as id, f.id::text as finding_id, f.check_id, p.uuid, p.published,
       e.event_type, e.actor_id, e.actor_login, e.outcome, e.outcome_reason, e.ip_address, e.country, e.target_id, e.target_name, e.display_message,
       e.doc, p.published as changed_at
from store.finding f
join store.finding_event p on p.finding_id = f.id
-- By its time as well: it leads to the day that holds the event.
join okta.events e on e.integration = f.integration and e.published = p.published and e.uuid = p.uuid;

create or replace view okta.password_policies as
select integration, parent_id, id, name, priority,
       store.whole(doc #>> '{settings,password,complexity,minLength}') as min_length,
       coalesce(store.whole(doc #>> '{settings,password,complexity,minUpperCase}'), 0) as min_upper_case,
       coalesce(store.whole(doc #>> '{settings,password,complexity,minLowerCase}'), 0) as min_lower_case,
       coalesce(store.whole(doc #>> '{settings,password,complexity,minNumber}'), 0) as min_number,
       coalesce(store.whole(doc #>> '{settings,password,complexity,minSymbol}'), 0) as min_symbol,
       coalesce(store.flag(doc #>> '{settings,password,complexity,excludeUsername}'), false) as exclude_username,
       coalesce(store.flag(doc #>> '{settings,password,complexity,dictionary,common,exclude}'), false) as exclude_common,
       coalesce(store.whole(doc #>> '{settings,password,age,minAgeMinutes}'), 0) as min_age_minutes,
       coalesce(store.whole(doc #>> '{settings,password,age,maxAgeDays}'), 0) as max_age_days,
       coalesce(store.whole(doc #>> '{settings,password,age,historyCount}'), 0) as history_count,
       coalesce(store.whole(doc #>> '{settings,password,lockout,maxAttempts}'), 0) as max_attempts,
       doc, changed_at,
       array(select store.elements_text(doc #> '{conditions,people,groups,include}')) as groups,
       array(select store.elements_text(doc #> '{conditions,people,groups,exclude}')) as excluded_groups
from okta.policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(doc #>> '{conditions,authProvider,provider}', 'OKTA') in ('OKTA', 'ANY');

-- The sign-on rules that one user can meet at each app, in the order in which they are asked: the user, groups and the user's type let them apply,
-- and no rule before takes each sign-in of the user. always: nothing else has to hold; otherwise it depends on network, device, risk, …
create function okta.sign_on_rules_of(the_integration text, the_user text)
returns table (integration text, user_id text, app_id text, app_label text, app_status text, policy_id text, policy_name text, rule_id text,
               rule_name text, place bigint, access text, factor_mode text, phishing_resistant boolean, always boolean, conditions jsonb)
language sql stable as $$
  with somebody as materialized (
    select u.id, u.doc #>> '{type,id}' as user_type,
           array(select m.group_id from okta.group_members m where m.integration = the_integration and m.user_id = u.id) as groups
    from okta.users u where u.integration = the_integration and u.id = the_user
  ), asked as materialized (
    select s.id as user_id, r.*, r.doc -> 'conditions' as conditions,
           store.takes_every_app_sign_in(the_integration,
             case when jsonb_typeof(r.doc -> 'conditions') = 'object' then (r.doc -> 'conditions') - 'people' - 'userType' else '{}' end) as always
    from somebody s
    join okta.policy_rules r on r.integration = the_integration and r.status = 'ACTIVE'
    cross join lateral (
      select array(select store.elements_text(r.doc #> '{conditions,people,users,include}')) as users,
             array(select store.elements_text(r.doc #> '{conditions,people,users,exclude}')) as not_users,
             array(select store.elements_text(r.doc #> '{conditions,people,groups,include}')) as groups,
             array(select store.elements_text(r.doc #> '{conditions,people,groups,exclude}')) as not_groups,
             array(select store.elements_text(r.doc #> '{conditions,userType,include}')) as types,
             array(select store.elements_text(r.doc #> '{conditions,userType,exclude}')) as not_types
    ) c
    where (cardinality(c.users) + cardinality(c.groups) = 0 or s.id = any (c.users) or s.groups && c.groups)
      and not (s.id = any (c.not_users) or s.groups && c.not_groups)
      and (cardinality(c.types) = 0 or coalesce(s.user_type = any (c.types), false))
      and not coalesce(s.user_type = any (c.not_types), false)
  ), ordered as (
    select a.user_id, r.app_id, r.app_label, r.app_status, r.policy_id, r.policy_name, r.id, r.rule_name, r.access, r.factor_mode, r.phishing_resistant,
           a.always, a.conditions,
           row_number() over asked_before as place,
           coalesce(bool_or(a.always) over (asked_before rows between unbounded preceding and 1 preceding), false) as over
    from okta.app_sign_on_rules r
    join asked a on a.parent_id = r.policy_id and a.id = r.id
    where r.integration = the_integration
    window asked_before as (partition by r.app_id order by coalesce(r.system, false), r.priority, r.id)
  )
  select the_integration, o.user_id, o.app_id, o.app_label, o.app_status, o.policy_id, o.policy_name, o.id, o.rule_name, o.place, o.access,
         o.factor_mode, o.phishing_resistant, o.always, o.conditions
  from ordered o where not o.over order by o.app_label, o.app_id, o.place
$$;
