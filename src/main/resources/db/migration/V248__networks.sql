-- An address or network of either family as Okta writes it into network zones; null for anything else. PostgreSQL 15 can't ask beforehand
-- whether a text is one, and a caught error doesn't go into parallel workers.
create function store.network(value text) returns inet language plpgsql immutable strict parallel restricted as $$
begin
  return value::inet;
exception when invalid_text_representation then
  return null;
end $$;
