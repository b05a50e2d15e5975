-- One index of words in place of four of beginnings, built beside what goes on. An interrupted build leaves an invalid index behind.
drop index concurrently if exists store.user_words;
create index concurrently user_words on store.resource using gin (store.user_words(doc))
  where data_type = 'users' and deleted_at is null;
drop index concurrently if exists store.name_words;
create index concurrently name_words on store.resource using gin (store.name_words(doc))
  where data_type in ('groups', 'apps') and deleted_at is null;
drop index concurrently if exists store.user_login_begins;
drop index concurrently if exists store.user_email_begins;
drop index concurrently if exists store.user_first_name_begins;
drop index concurrently if exists store.user_last_name_begins;
