-- Elements of a list in a document. What Okta sends as null, or as anything else than a list, has none, and fails nobody's query.
create function store.elements(list jsonb) returns setof jsonb language sql immutable parallel safe as $$
  select e from jsonb_array_elements(case when jsonb_typeof(list) = 'array' then list else '[]' end) e
$$;
create function store.elements_text(list jsonb) returns setof text language sql immutable parallel safe as $$
  select e from jsonb_array_elements_text(case when jsonb_typeof(list) = 'array' then list else '[]' end) e
$$;
