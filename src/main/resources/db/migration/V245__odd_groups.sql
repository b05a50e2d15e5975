-- What okta.groups counts is asked of Okta with expand=stats; a value of another kind leaves its column empty, as in the other views.
create or replace view okta.groups as
select integration, parent_id, id,
       doc #>> '{profile,name}' as name,
       doc ->> 'type' as type,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'lastMembershipUpdated') as last_membership_updated,
       store.whole(doc #>> '{_embedded,stats,usersCount}')::bigint as users_count,
       store.whole(doc #>> '{_embedded,stats,appsCount}')::bigint as apps_count,
       store.flag(doc #>> '{_embedded,stats,hasAdminPrivilege}') as has_admin_privilege,
       doc, changed_at, first_seen
from store.resource where data_type = 'groups' and deleted_at is null;

-- An address as Okta writes it into network zones, IPv4 alone; null for anything else.
create function store.address(value text) returns inet language sql immutable parallel safe as $$
  select case when value ~ '^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$' then value::inet end
$$;
