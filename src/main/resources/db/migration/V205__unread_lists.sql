-- Lists that could not be read while the rest of their data type was: each delta asks for them again, so that the rest counts as read.
create table store.unread_list (
  integration text not null references store.integration (name) on delete cascade,
  data_type text not null,
  request text not null,
  reason text,
  since timestamptz not null default now(),
  tried_at timestamptz,
  primary key (integration, data_type, request)
);

create view okta.unread_lists as
select integration, data_type, request as parent_id, since, tried_at, reason from store.unread_list;

-- Whether all that a pull lacks is noted, there or in store.refresh. A delta says in since, by the org's clock, from when on it looked for
-- changes; it has none where there was no complete reading to look back to.
alter table store.run_data_type add column noted boolean not null default false;
