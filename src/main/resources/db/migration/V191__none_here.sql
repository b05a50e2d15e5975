-- Whether it is the org that has no such data type, so that nothing is missing: this decides, and the reason is only told. What an instance
-- of an older version skips counts as missing until it is read next.
alter table store.run_data_type add column none_here boolean not null default false;
update store.run_data_type set none_here = true where status = 'SKIPPED' and reason like 'Not in %';
