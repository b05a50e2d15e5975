-- A hunt reads one integration after the other, along the key of the events.
alter table store.hunt add column position_integration text not null default '';
