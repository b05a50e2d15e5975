-- Views of further data types that need more than the plain columns.
create view okta.user_types as
select integration, parent_id, id,
       doc ->> 'name' as name, doc ->> 'displayName' as display_name, (doc ->> 'default')::boolean as is_default,
       substring(doc #>> '{_links,schema,href}' from '[^/]+$') as schema_id,
       doc, changed_at
from store.resource where data_type = 'user_types' and deleted_at is null;

create view okta.org_contacts as
select integration, parent_id, id, id as contact_type, doc, changed_at
from store.resource where data_type = 'org_contacts' and deleted_at is null;
