-- What analysts took out of documents by path, as columns. All are appended, and computed only where a query selects them.

-- Their own display name is the one that people see in Okta.
create or replace view okta.users as
select integration, parent_id, id,
       doc #>> '{profile,login}' as login,
       doc #>> '{profile,email}' as email,
       doc ->> 'status' as status,
       coalesce(nullif(doc #>> '{profile,displayName}', ''),
                concat_ws(' ', doc #>> '{profile,firstName}', doc #>> '{profile,lastName}')) as display_name,
       store.instant(doc ->> 'created') as created,
       store.instant(doc ->> 'activated') as activated,
       store.instant(doc ->> 'statusChanged') as status_changed,
       store.instant(doc ->> 'lastLogin') as last_login,
       store.instant(doc ->> 'lastUpdated') as last_updated,
       store.instant(doc ->> 'passwordChanged') as password_changed,
       doc, changed_at,
       doc #>> '{profile,firstName}' as first_name,
       doc #>> '{profile,lastName}' as last_name,
       doc #>> '{profile,department}' as department,
       doc #>> '{profile,title}' as title,
       doc #>> '{profile,manager}' as manager,
       doc #>> '{profile,managerId}' as manager_id,
       doc #>> '{profile,userType}' as user_type,
       doc #>> '{profile,employeeNumber}' as employee_number,
       doc #>> '{profile,organization}' as organization,
       doc #>> '{profile,countryCode}' as country_code,
       doc #>> '{credentials,provider,type}' as provider,
       first_seen
from store.resource where data_type = 'users' and deleted_at is null;
