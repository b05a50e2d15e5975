-- Who has a role is asked by the console while it lists users; finding it out takes seconds over 100,000 users.
alter table store.identity add column roles text[] not null default '{}';
