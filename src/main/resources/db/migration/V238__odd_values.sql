-- A number or a yes-or-no that Okta one day writes otherwise is unknown (null) in its column, as an odd time is; before, one such document
-- made every question to that column fail, for all orgs.
create function store.flag(value text) returns boolean language sql immutable parallel safe as $$
  select case when value in ('true', 'false') then value::boolean end
$$;

create function store.whole(value text) returns integer language sql immutable parallel safe as $$
  select case when value ~ '^-?\d{1,10}(\.0+)?$' and abs(value::numeric) <= 2147483647 then value::numeric::integer end
$$;

do $$
declare
  of_view record;
begin
  for of_view in
    select c.relname as name, pg_get_viewdef(c.oid) as before,
           regexp_replace(regexp_replace(pg_get_viewdef(c.oid),
             '\(\((([a-z]+\.)?doc (->>|#>>) ''[^'']+''::text(\[\])?)\)\)::boolean', 'store.flag(\1)', 'g'),
             '\(\((([a-z]+\.)?doc (->>|#>>) ''[^'']+''::text(\[\])?)\)\)::integer', 'store.whole(\1)', 'g') as later
    from pg_class c
    where c.relnamespace = 'okta'::regnamespace and c.relkind = 'v'
      and c.relname in ('app_groups', 'devices', 'password_policies', 'policies', 'policy_rules', 'session_rules', 'user_types')
  loop
    if of_view.later <> of_view.before then
      execute format('create or replace view okta.%I as %s', of_view.name, of_view.later);
    end if;
  end loop;
end $$;
