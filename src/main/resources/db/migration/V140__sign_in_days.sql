-- Sign-ins by day, result and country: each event is counted once, when it was stored, so an overview costs a few hundred rows.
create table store.sign_in_day (
  integration  text not null references store.integration on delete cascade,
  day          date not null,
  result       text not null,
  country      text not null,
  number       bigint not null,
  primary key (integration, day, result, country)
);
insert into store.reader (name, xid, seq) values ('sign-ins', '0', 0);
