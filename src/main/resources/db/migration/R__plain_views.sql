-- The view of a data type that has no columns of its own: one place for where name, status, type and times are, however Okta spells them.
-- The property's own name comes first, so that a name stays what it is where a document has a display name as well.
create or replace function store.plain_view(data_type text) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('okta views'));
  execute format($view$
    create or replace view okta.%1$I as
    select integration, parent_id, id,
           coalesce(doc ->> 'name', doc ->> 'label', doc #>> '{profile,name}', doc ->> 'client_name', doc ->> 'domain', doc ->> 'providerName',
                    doc ->> 'alias', doc #>> '{primary,name}', doc #>> '{source,name}' || ' → ' || (doc #>> '{target,name}'),
                    doc ->> 'scopeId', doc ->> 'displayName') as name,
           coalesce(doc ->> 'status', doc ->> 'validationStatus', doc ->> 'operationalStatus') as status,
           coalesce(doc ->> 'type', doc ->> 'claimType', doc ->> 'principalType', doc ->> 'providerType', doc #>> '{profile,realmType}') as type,
           store.instant(coalesce(doc ->> 'created', doc ->> 'createdDate', doc ->> 'createdAt')) as created,
           store.instant(coalesce(doc ->> 'lastUpdated', doc ->> 'lastUpdate', doc ->> 'lastUpdatedDate')) as last_updated,
           doc, changed_at,
           store.instant(doc ->> 'expiresAt') as expires_at,
           first_seen
    from store.resource where data_type = %1$L and deleted_at is null$view$, data_type);
  perform store.describe_view(data_type);
end $$;

-- Those that are there already. Where the application makes them as another user than the one that migrates, they stay as they are.
do $$
declare
  view_name text;
begin
  for view_name in
    select relname from pg_class
    where relnamespace = 'okta'::regnamespace and relkind = 'v' and store.is_plain_view(oid) order by relname
  loop
    begin
      perform store.plain_view(view_name);
    exception when insufficient_privilege then
      raise notice 'okta.%: %', view_name, sqlerrm;
    end;
  end loop;
end $$;
