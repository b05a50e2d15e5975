-- What checks and detections found, what people decided about it, and how far each reader has come.
alter table store.finding
  add column state_reason text,
  add column state_actor  text,
  add column state_until  timestamptz,
  add column title        text not null default '';
create index finding_open on store.finding (integration, state, severity);
create index finding_of_subject on store.finding (integration, subject_id) where state = 'open';

-- Everything that happened to a finding, once each.
create table store.finding_change (
  id           bigint generated always as identity primary key,
  finding_id   bigint not null references store.finding on delete cascade,
  at           timestamptz not null default now(),
  change       text not null check (change in ('opened', 'updated', 'resolved', 'reopened', 'muted', 'accepted')),
  state        text not null,
  severity     text not null,
  actor        text,
  reason       text
);
create index finding_change_of on store.finding_change (finding_id, id);
create index finding_change_time on store.finding_change (at);

-- The events that prove a finding. The key makes a second reading of the same event have no effect.
create table store.finding_event (
  finding_id   bigint not null references store.finding on delete cascade,
  published    timestamptz not null,
  uuid         text not null,
  primary key (finding_id, uuid)
);

-- How a check last went, for each integration. Findings are as fresh as the row of their check.
create table store.check_state (
  integration  text not null,
  check_id     text not null,
  state        text not null check (state in ('active', 'not-evaluated', 'invalid')),
  reason       text,
  fingerprint  text not null,
  evaluated_at timestamptz not null default now(),
  passed_at    timestamptz,
  failing      bigint,
  millis       bigint,
  primary key (integration, check_id)
);

-- The rules as last loaded: what views and reports need to know of them.
create table store.rule (
  id           text primary key,
  kind         text not null,
  title        text not null,
  severity     text not null,
  techniques   text[] not null default '{}',
  loaded_at    timestamptz not null default now()
);

-- Where a reader of new events stands, committed with what it found.
create table store.follower (
  name  text primary key,
  xid   xid8 not null default '0',
  seq   bigint not null default 0,
  at    timestamptz not null default now()
);
insert into store.follower (name) values ('detections');

-- Events that a rule over several events counts, for as long as its window.
create table store.match (
  rule         text not null,
  integration  text not null,
  group_key    text not null,
  published    timestamptz not null,
  uuid         text not null,
  step         text not null,
  subject_type text not null,
  subject_id   text not null,
  kept         jsonb not null default '{}',
  judged       boolean not null default false,
  primary key (rule, integration, group_key, published, uuid, step)
);
create index match_waiting on store.match (rule, published) where not judged;

-- What a rule has seen of somebody before: countries, networks, devices.
create table store.seen_value (
  rule         text not null,
  integration  text not null,
  group_key    text not null,
  value        text not null,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  primary key (rule, integration, group_key, value)
);

-- A rule that is run over the past, and how far it has come.
create table store.hunt (
  id            bigint generated always as identity primary key,
  rule          text not null,
  requested_by  text,
  since         timestamptz not null,
  until         timestamptz not null default now(),
  position_time timestamptz,
  position_uuid text not null default '',
  events        bigint not null default 0,
  state         text not null default 'running' check (state in ('running', 'finished', 'failed')),
  reason        text,
  requested_at  timestamptz not null default now(),
  finished_at   timestamptz
);

-- What is still to be told to whom. A row for each change and channel.
create table store.delivery (
  id           bigint generated always as identity primary key,
  change_id    bigint not null references store.finding_change on delete cascade,
  channel      text not null,
  state        text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts     int not null default 0,
  next_at      timestamptz not null default now(),
  last_error   text,
  delivered_at timestamptz,
  unique (change_id, channel)
);
create index delivery_due on store.delivery (next_at) where state = 'waiting';

-- Open posture findings hold as of the last evaluation of their check; nothing is rewritten to say so.
create or replace view okta.findings as
select f.integration, f.id::text as id, f.check_id, f.kind, f.subject_type, f.subject_id, f.severity, f.state, f.evidence,
       f.first_seen,
       case when f.state = 'resolved' or f.kind = 'detection' then f.last_seen else greatest(f.last_seen, s.passed_at) end as last_seen,
       f.resolved_at, f.evidence as doc, f.changed_at,
       f.title, f.state_reason, f.state_actor, f.state_until
from store.finding f
left join store.check_state s on s.integration = f.integration and s.check_id = f.check_id;

create view okta.finding_changes as
select f.integration, c.id::text as id, c.finding_id::text as finding_id, f.check_id, f.subject_type, f.subject_id,
       c.at, c.change, c.state, c.severity, c.actor, c.reason, f.evidence as doc, c.at as changed_at
from store.finding_change c join store.finding f on f.id = c.finding_id;

-- How many findings were opened, closed, and open at the end of each day.
create view okta.finding_trend as
with moves as (
  select f.integration, date_trunc('day', c.at at time zone 'UTC')::date as day, c.severity,
         count(*) filter (where c.change in ('opened', 'reopened')) as opened,
         count(*) filter (where c.change in ('resolved', 'muted', 'accepted')) as closed
  from store.finding_change c join store.finding f on f.id = c.finding_id
  where c.change <> 'updated'
  group by 1, 2, 3
)
select integration, to_char(day, 'YYYY-MM-DD') || '/' || severity as id, day, severity, opened, closed,
       sum(opened - closed) over (partition by integration, severity order by day) as open,
       null::jsonb as doc, day::timestamptz as changed_at
from moves;

-- From a user through groups to apps and admin roles: one row a path.
create view okta.access_paths as
select a.integration, a.user_id || '/' || coalesce(a.group_id, '') || '/' || a.resource_type || '/' || a.resource_id as id,
       a.user_id, u.login, u.status as user_status, a.via, a.group_id, g.doc #>> '{profile,name}' as group_name,
       a.resource_type, a.resource_id, a.resource_name,
       concat_ws(' → ', u.login, g.doc #>> '{profile,name}', a.resource_name) as path,
       u.doc, u.changed_at
from (
  select x.integration, x.user_id, 'direct' as via, null::text as group_id, 'app' as resource_type, x.app_id as resource_id, p.label as resource_name
  from okta.app_users x join okta.apps p on p.integration = x.integration and p.id = x.app_id
  where x.scope is distinct from 'GROUP'
  union all
  select m.integration, m.user_id, 'group', m.group_id, 'app', x.app_id, p.label
  from okta.app_groups x
  join okta.apps p on p.integration = x.integration and p.id = x.app_id
  join okta.group_members m on m.integration = x.integration and m.group_id = x.group_id
  union all
  select e.integration, e.user_id, case when e.group_id is null then 'direct' else 'group' end, e.group_id, 'role',
         e.role_assignment_id, coalesce(e.label, e.role_type)
  from okta.effective_admins e
) a
join okta.users u on u.integration = a.integration and u.id = a.user_id
left join store.resource g on g.integration = a.integration and g.data_type = 'groups' and g.parent_id = '' and g.id = a.group_id;

-- How much an identity worries us, and why: points of its open findings, more when it is an administrator; 100 at most.
create view okta.identity_risk as
with points as (
  select f.integration, f.subject_id as user_id, f.check_id, f.title, f.severity, f.kind,
         case f.severity when 'critical' then 40 when 'high' then 20 when 'medium' then 8 when 'low' then 3 else 0 end
         * case when f.kind = 'posture' then 1.0 when f.last_seen > now() - interval '7 days' then 1.5 else 0.5 end as points
  from store.finding f
  where f.state = 'open' and lower(f.subject_type) = 'user'
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

-- Nothing of an integration outlives it.
create function store.forget_evaluations() returns trigger language plpgsql as $$
begin
  delete from store.check_state where integration = old.name;
  delete from store.match where integration = old.name;
  delete from store.seen_value where integration = old.name;
  return old;
end $$;
create trigger forget_evaluations after delete on store.integration
  for each row execute function store.forget_evaluations();

-- Accounts that aren't people: by user type, or by a login such as svc-backup@…
create function store.is_non_human(doc jsonb, pattern text) returns boolean language sql immutable parallel safe as $$
  select coalesce(doc #>> '{profile,userType}', '') ~* ('\m(' || pattern || ')')
      or coalesce(doc #>> '{profile,login}', '') ~* ('^(' || pattern || ')[-_.0-9]')
$$;

-- Rules of the global session policies, with what they allow.
create view okta.session_rules as
select r.integration, r.parent_id, r.id, p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,signon,access}' as access,
       (r.doc #>> '{actions,signon,requireFactor}')::boolean as require_factor,
       r.doc #>> '{actions,signon,factorPromptMode}' as factor_prompt_mode,
       (r.doc #>> '{actions,signon,session,maxSessionIdleMinutes}')::int as idle_minutes,
       (r.doc #>> '{actions,signon,session,maxSessionLifetimeMinutes}')::int as lifetime_minutes,
       (r.doc #>> '{actions,signon,session,usePersistentCookie}')::boolean as persistent_cookie,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       r.doc, r.changed_at
from okta.policies p
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id
where p.type = 'OKTA_SIGN_ON' and p.status = 'ACTIVE' and r.status = 'ACTIVE';

-- Which sign-on rules guard which app.
create view okta.app_sign_on_rules as
select a.integration, a.id as parent_id, r.id, a.id as app_id, a.label as app_label, a.name as app_name, a.status as app_status,
       p.id as policy_id, p.name as policy_name, r.name as rule_name, r.priority, r.system,
       r.doc #>> '{actions,appSignOn,access}' as access,
       r.doc #>> '{actions,appSignOn,verificationMethod,factorMode}' as factor_mode,
       exists (select from jsonb_array_elements(r.doc #> '{actions,appSignOn,verificationMethod,constraints}') c
               where c #>> '{possession,phishingResistant}' = 'REQUIRED') as phishing_resistant,
       coalesce(r.doc #>> '{conditions,network,connection}', 'ANYWHERE') as network,
       row_number() over (partition by a.integration, a.id order by r.priority, r.id) = 1 as top,
       r.doc, r.changed_at
from okta.apps a
join okta.policies p on p.integration = a.integration and p.type = 'ACCESS_POLICY' and p.status = 'ACTIVE'
  and p.id = coalesce(substring(a.doc #>> '{_links,accessPolicy,href}' from '[^/]+$'),
                      (select n.id from okta.policies n where n.integration = a.integration and n.type = 'ACCESS_POLICY' and n.name = a.label limit 1))
join okta.policy_rules r on r.integration = p.integration and r.parent_id = p.id and r.status = 'ACTIVE';

-- Password policies of passwords that Okta itself keeps.
create view okta.password_policies as
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
where type = 'PASSWORD' and status = 'ACTIVE' and coalesce(doc #>> '{conditions,authProvider,provider}', 'OKTA') = 'OKTA';
