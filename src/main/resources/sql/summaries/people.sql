select jsonb_build_object(
  'users', (select count(*) from store.identity where integration = :name),
  'groups', (select count(*) from store.resource where integration = :name and data_type = 'groups' and deleted_at is null),
  'apps', (select count(*) from store.resource where integration = :name and data_type = 'apps' and deleted_at is null),
  'admins', (select count(*) from store.identity where integration = :name and admin),
  'status', (select coalesce(jsonb_object_agg(status, number), '{}') from (
      select status, count(*) as number from store.identity where integration = :name and status is not null group by status) s),
  'strength', (select coalesce(jsonb_object_agg(coalesce(strength, 'unknown'), number), '{}') from (
      select strength, count(*) as number from store.identity where integration = :name and status = 'ACTIVE' and not admin group by strength) s),
  'adminStrength', (select coalesce(jsonb_object_agg(coalesce(strength, 'unknown'), number), '{}') from (
      select strength, count(*) as number from store.identity where integration = :name and status = 'ACTIVE' and admin group by strength) s),
  'dormant', (select jsonb_build_object(
      '30', count(*) filter (where last_login < now() - interval '30 days'),
      '60', count(*) filter (where last_login < now() - interval '60 days'),
      '90', count(*) filter (where last_login < now() - interval '90 days'),
      '180', count(*) filter (where last_login < now() - interval '180 days'),
      'never', count(*) filter (where last_login is null))
      from store.identity where integration = :name and status = 'ACTIVE'))
