-- Percent-encodes one path segment (RFC 3986, unreserved characters stay).
create function store.segment(value text) returns text language sql immutable strict parallel safe as $$
  select case when value ~ '^[A-Za-z0-9._~-]*$' then value else (
    select string_agg(case when chr(get_byte(b, i)) ~ '^[A-Za-z0-9._~-]$' and get_byte(b, i) < 128
                           then chr(get_byte(b, i)) else '%' || upper(lpad(to_hex(get_byte(b, i)), 2, '0')) end, '' order by i)
    from (select convert_to(value, 'UTF8') as b) s, generate_series(0, length(b) - 1) i) end
$$;

-- Okta writes times as ISO 8601; what isn't one becomes null instead of an error in every query of a view.
create function store.instant(value text) returns timestamptz language sql immutable parallel safe as $$
  select case when value ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$' then value::timestamptz end
$$;

-- Marks as deleted what complete lists no longer hold: the rows of one parent, or (whole type) of all requests of the run.
-- Nested loops are off, because a plan made on a small table would compare every row with every id.
create function store.close_list(the_run bigint, the_integration text, the_type text, the_request text, the_parent text)
returns bigint language plpgsql set enable_nestloop = off as $$
declare removed bigint;
begin
  with held as materialized (
    select distinct unnest(ids) as id from store.seen s
    where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request)
  ), gone as (
    update store.resource r set deleted_at = now()
    where r.integration = the_integration and r.data_type = the_type and r.parent_id = the_parent and r.deleted_at is null
      and not exists (select from held where held.id = r.id)
    returning 1
  ) select count(*) into removed from gone;
  delete from store.seen s
  where s.run_id = the_run and s.data_type = the_type and (the_request is null or s.request = the_request);
  return removed;
end $$;

-- Leaves out of a document what isn't to be stored. Lists are comma-separated; a path to drop has dots.
create function store.trim(doc jsonb, keep text, dropped text) returns jsonb language plpgsql immutable parallel safe as $$
declare path text;
begin
  if keep <> '' then
    select coalesce(jsonb_object_agg(k, doc -> k), '{}') into doc
    from unnest(string_to_array(keep, ',')) k where doc -> k is not null;
  end if;
  foreach path in array string_to_array(dropped, ',') loop
    doc := doc #- string_to_array(path, '.');
  end loop;
  return doc;
end $$;
