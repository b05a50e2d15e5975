-- Comments on a view and its columns. The text for its own column counts, then what a migration said of it, then the text for all views;
-- in a plain view, which is made anew whenever its columns change, nothing else says what they are.
create or replace function store.describe_view(view_name text) returns void language plpgsql as $$
declare
  the_view regclass := format('okta.%I', view_name);
  plain boolean := store.is_plain_view(the_view);
  text_of record;
begin
  for text_of in
    select t.attname, coalesce(own.words, case when not plain then col_description(the_view, t.attnum) end, each_view.words) as words
    from pg_attribute t
    left join store.column_texts() own on own.of_view = view_name and own.of_column = t.attname
    left join store.column_texts() each_view on each_view.of_view = '*' and each_view.of_column = t.attname
    where t.attrelid = the_view and t.attnum > 0
  loop
    execute format('comment on column %s.%I is %L', the_view, text_of.attname, text_of.words);
  end loop;
  execute format('comment on view %s is %L', the_view, coalesce(
    (select words from store.column_texts() where of_view = view_name and of_column = ''),
    case when plain then format('what Okta lists as %s: docs/catalogue.md', replace(view_name, '_', ' ')) end,
    obj_description(the_view)));
exception when insufficient_privilege then
  -- Made by another user than the one that migrates, who described it.
  raise notice '%: %', the_view, sqlerrm;
end $$;

-- Told by the columns that it begins with.
create or replace function store.is_plain_view(the_view regclass) returns boolean language sql stable as $$
  select string_agg(a.attname, ' ' order by a.attnum) = 'integration parent_id id name status type created last_updated doc changed_at'
    and pg_get_viewdef(the_view) like format('%%data_type = %L%%', (select c.relname from pg_class c where c.oid = the_view))
  from pg_attribute a where a.attrelid = the_view and a.attnum between 1 and 10
$$;
