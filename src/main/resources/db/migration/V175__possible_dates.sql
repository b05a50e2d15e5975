-- A date that the calendar lacks is none. Cast as it came, a single one made the page fail that held it, and every view over it.
-- Stable, as the cast is: called immutable, it couldn't become part of the statements that use it, and cost half as much again.
create or replace function store.instant(value text) returns timestamptz language sql stable parallel safe as $$
  select case when value ~ ('^[1-9]\d{3}-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31|02-29)'
                            'T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)$')
    then case when substr(value, 6, 5) <> '02-29' or extract(day from make_date(substr(value, 1, 4)::int, 3, 1) - 1) = 29
      then value::timestamptz end end
$$;
