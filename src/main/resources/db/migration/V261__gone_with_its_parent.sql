-- What went with its parent makes checks due, too, though nothing of it was read then: okta.freshness tells only of what was.
alter table store.read_again alter column at drop not null, add column gone_at timestamptz;
comment on column store.read_again.gone_at is 'when rows of it last went with those that they hung on, or null';
