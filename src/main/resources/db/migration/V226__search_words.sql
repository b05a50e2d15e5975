-- What the console finds by words of names: each word by its beginning, in lower case, without accents. Accents are taken off by the server's
-- own normalization (decomposed, the marks are characters of their own), so no extension is needed; letters that don't decompose are named.
-- A word has at most 500 characters: a longer one would be refused by the index, and with it the whole page.
create function store.words(value text) returns text[] language plpgsql immutable strict parallel safe cost 500 as $$
declare t text := lower(translate(value, '.@_-+,/()''"\', '            '));
begin
  if octet_length(t) <> length(t) then
    t := lower(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g'));
    t := translate(t, 'øłđðıØŁĐÐÆŒÞ', 'olddiolddæœþ');
    t := replace(replace(replace(replace(t, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  end if;
  return array_remove(string_to_array(left(t, 500), ' '), '');
end $$;

-- Words of a user: first, last and display name, login and address without their domains, employee number.
create function store.user_words(doc jsonb) returns tsvector language plpgsql immutable parallel safe cost 1000 as $$
declare
  p jsonb := doc -> 'profile';
  login text := coalesce(p ->> 'login', '');
  names text := coalesce(p ->> 'firstName', '') || ' ' || coalesce(p ->> 'lastName', '');
begin
  if p ->> 'displayName' <> names then
    names := names || ' ' || (p ->> 'displayName');
  end if;
  if p ->> 'email' <> login then
    names := names || ' ' || split_part(p ->> 'email', '@', 1);
  end if;
  return array_to_tsvector(store.words(names || ' ' || split_part(login, '@', 1) || ' ' || coalesce(p ->> 'employeeNumber', '')));
end $$;

-- Words of a group's or app's name.
create function store.name_words(doc jsonb) returns tsvector language sql immutable parallel safe cost 1000 as $$
  select array_to_tsvector(store.words(coalesce(doc ->> 'label', '') || ' ' || coalesce(doc #>> '{profile,name}', '')))
$$;

-- What somebody typed: each of its words must begin one; null where it has none. Of a login or address the domain isn't looked
-- for. Starting parallel workers would take longer than most answers, so it keeps them out.
create function store.asked_words(typed text) returns tsquery language sql immutable strict parallel restricted as $$
  select string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
  from unnest(store.words(regexp_replace(typed, '@\S*', '', 'g'))) word
$$;
