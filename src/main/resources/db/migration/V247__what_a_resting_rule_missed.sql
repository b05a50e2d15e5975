-- Since when events weren't held against a detection that rests: once it works again, they are hunted for.
alter table store.rule_trouble add column missed timestamptz;
