-- Why there is no such list, where its state is 'absent': 'list' (the org, or the parent, has none: the rows of such a parent are gone),
-- 'engine' (Classic Engine cannot have it) or 'feature' (what another org has turned on is missing). Null is as careful as 'feature'.
-- Apart from the column of the run, so that no transaction closes both tables: pages hold the one and ask for the other.
alter table store.request add column lack text;
