-- Answers a query that somebody else wrote (a check, a part of a detection) with the rights of role okta_reader, which
-- afterMigrate__reader.sql makes the owner of this function. Being security definer it lets no query take its rights back ("set role",
-- set_config('role', …)); being stable it lets none write. One JSON array of rows. Whoever may see schema store may call it, since
-- it shows nothing that okta_reader couldn't read anyway.
create function store.as_reader(query text) returns jsonb language plpgsql stable security definer as $$
declare found jsonb;
begin
  execute 'select coalesce(jsonb_agg(to_jsonb(answer)), ''[]'') from (' || query || E'\n) answer' into found;
  return found;
exception
  -- "Not supported" would make the connection pool throw the connection away.
  when feature_not_supported then raise insufficient_privilege using message = sqlerrm;
end $$;
