-- What a channel was given up for is counted each quarter of a minute, beside up to millions that were delivered.
-- An interrupted build leaves an invalid index behind.
drop index concurrently if exists store.delivery_given_up;
create index concurrently delivery_given_up on store.delivery (next_at) where state = 'failed';
