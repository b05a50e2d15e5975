-- When events last had something of a data type read again that had changed: the run that did it isn't kept, and checks ask for it.
create table store.read_again (
  integration text not null references store.integration (name) on delete cascade,
  data_type text not null,
  at timestamptz not null,
  primary key (integration, data_type)
);
