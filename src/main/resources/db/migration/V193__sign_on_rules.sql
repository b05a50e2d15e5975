-- What a sign-on rule really demands, and whether it is ever asked.

-- How many factors a rule of an app asks for. A chain of methods says it by its steps: one step is one factor, unless the method also
-- verifies the user. The weakest chain counts, for the user takes any of them.
create function store.factor_mode(verification jsonb) returns text language sql immutable parallel safe as $$
  select case
    when verification ->> 'type' is distinct from 'AUTH_METHOD_CHAIN' then verification ->> 'factorMode'
    when exists (select from store.elements(verification -> 'chains') c, store.elements(c -> 'authenticationMethods') m
                 where not exists (select from store.elements(c -> 'next')) and m ->> 'userVerification' is distinct from 'REQUIRED') then '1FA'
    when exists (select from store.elements(verification -> 'chains')) then '2FA'
  end
$$;

-- Whether no way through a rule of an app can be phished. Constraints are alternatives, and so are chains: each has to insist on it.
-- A chain does in a step of which all methods are resistant, wherever in the chain it stands; a constraint also by such methods alone.
create function store.is_phishing_resistant(verification jsonb) returns boolean language sql immutable parallel safe as $$
  select case when verification ->> 'type' is not distinct from 'AUTH_METHOD_CHAIN' then
    exists (select from store.elements(verification -> 'chains'))
    and not exists (
      select from store.elements(verification -> 'chains') c
      where not exists (
        select from jsonb_path_query(c, 'strict $.**.authenticationMethods') s (methods)
        where exists (select from store.elements(s.methods))
          and not exists (
            select from store.elements(s.methods) m
            where m ->> 'key' is distinct from 'webauthn' and m ->> 'key' is distinct from 'smart_card_idp'
              and m ->> 'phishingResistant' is distinct from 'REQUIRED')))
  else
    exists (select from store.elements(verification -> 'constraints'))
    and not exists (
      select from store.elements(verification -> 'constraints') c
      where c #>> '{possession,phishingResistant}' is distinct from 'REQUIRED'
        and (not exists (select from store.elements(c #> '{possession,authenticationMethods}'))
          or exists (select from store.elements(c #> '{possession,authenticationMethods}') m
                     where m ->> 'key' is distinct from 'webauthn' and m ->> 'key' is distinct from 'smart_card_idp')))
  end
$$;

-- Whether a rule of a global session policy takes every sign-in that its policy gets. A condition that isn't known here narrows it.
create function store.takes_every_sign_in(conditions jsonb) returns boolean language sql immutable parallel safe as $$
  select coalesce(conditions #>> '{network,connection}', 'ANYWHERE') = 'ANYWHERE'
    and coalesce(conditions #>> '{authContext,authType}', 'ANY') = 'ANY'
    and coalesce(conditions #>> '{identityProvider,provider}', 'ANY') = 'ANY'
    and coalesce(conditions #>> '{riskScore,level}', 'ANY') = 'ANY'
    and not exists (select from store.elements(conditions #> '{risk,behaviors}'))
    and not coalesce(jsonb_path_exists(conditions, '$.people.*.*[*] ? (@ != null)'), false)
    and not exists (select from store.properties(conditions) p
                    where p.value <> 'null' and p.key not in ('network', 'authContext', 'identityProvider', 'riskScore', 'risk', 'people'))
$$;

-- shadowed: a rule before it takes every sign-in, so this one is never asked. The Default Rule is the last one, whatever its priority.
create or replace view okta.session_rules as
select r.integration, r.parent_id, r.id, p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,signon,access}' as access,
       (r.doc #>> '{actions,signon,requireFactor}')::boolean as require_factor,
       r.doc #>> '{actions,signon,factorPromptMode}' as factor_prompt_mode,
       (r.doc #>> '{actions,signon,session,maxSessionIdleMinutes}')::int as idle_minutes,
       (r.doc #>> '{actions,signon,session,maxSessionLifetimeMinutes}')::int as lifetime_minutes,
       (r.doc #>> '{actions,signon,session,usePersistentCookie}')::boolean as persistent_cookie,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       r.doc, r.changed_at,
       exists (
         select from okta.policy_rules e
         where e.integration = r.integration and e.parent_id = r.parent_id and e.status = 'ACTIVE'
           and (coalesce(e.system, false), e.priority, e.id) < (coalesce(r.system, false), r.priority, r.id)
           and store.takes_every_sign_in(e.doc -> 'conditions')
       ) as shadowed
from okta.policies p
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id
where p.type = 'OKTA_SIGN_ON' and p.status = 'ACTIVE' and r.status = 'ACTIVE';

-- Which sign-on rules guard which app. top: the first rule that lets people in, since one that denies comes before it in careful orgs.
create or replace view okta.app_sign_on_rules as
select a.integration, a.id as parent_id, r.id, a.id as app_id, a.label as app_label, a.name as app_name, a.status as app_status,
       p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,appSignOn,access}' as access,
       store.factor_mode(r.doc #> '{actions,appSignOn,verificationMethod}') as factor_mode,
       store.is_phishing_resistant(r.doc #> '{actions,appSignOn,verificationMethod}') as phishing_resistant,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       r.doc #>> '{actions,appSignOn,access}' is not distinct from 'ALLOW'
         and row_number() over (partition by a.integration, a.id, r.doc #>> '{actions,appSignOn,access}' order by r.priority, r.id) = 1 as top,
       r.doc, r.changed_at
from okta.apps a
join okta.policies p on p.integration = a.integration and p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE'
  and p.id = coalesce(substring(a.doc #>> '{_links,accessPolicy,href}' from '[^/]+$'),
                      (select n.id from okta.policies n where n.integration = a.integration and n.type = 'ACCESS_POLICY' and n.name = a.label limit 1))
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id and r.status = 'ACTIVE';

-- Password policies of passwords that Okta itself keeps, those for every source of users among them.
create or replace view okta.password_policies as
select integration, parent_id, id, name, priority,
       (doc #>> '{settings,password,complexity,minLength}')::int as min_length,
       coalesce((doc #>> '{settings,password,complexity,minUpperCase}')::int, 0) as min_upper_case,
       coalesce((doc #>> '{settings,password,complexity,minLowerCase}')::int, 0) as min_lower_case,
       coalesce((doc #>> '{settings,password,complexity,minNumber}')::int, 0) as min_number,
       coalesce((doc #>> '{settings,password,complexity,minSymbol}')::int, 0) as min_symbol,
       coalesce((doc #>> '{settings,password,complexity,excludeUsername}')::boolean, false) as exclude_username,
       coalesce((doc #>> '{settings,password,complexity,dictionary,common,exclude}')::boolean, false) as exclude_common,
       coalesce((doc #>> '{settings,password,age,minAgeMinutes}')::int, 0) as min_age_minutes,
       coalesce((doc #>> '{settings,password,age,maxAgeDays}')::int, 0) as max_age_days,
       coalesce((doc #>> '{settings,password,age,historyCount}')::int, 0) as history_count,
       coalesce((doc #>> '{settings,password,lockout,maxAttempts}')::int, 0) as max_attempts,
       doc, changed_at
from okta.policies
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(doc #>> '{conditions,authProvider,provider}', 'OKTA') in ('OKTA', 'ANY');
