-- A topic that was made anew, or lies on other brokers, knows nothing of what was told before: only its id says that it is another one.
alter table store.publisher add column topic text;
comment on column store.publisher.topic is 'id of the topic okta.changes that was told to last; null before it was asked for';
