-- How strong the factors of a user are isn't known before they were collected.
alter table store.identity alter column strength drop not null;
