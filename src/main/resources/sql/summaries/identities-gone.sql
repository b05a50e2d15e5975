delete from store.identity i where i.integration = :name and not exists (
  select from store.resource r
  where r.integration = i.integration and r.data_type = 'users' and r.parent_id = '' and r.id = i.user_id and r.deleted_at is null)
