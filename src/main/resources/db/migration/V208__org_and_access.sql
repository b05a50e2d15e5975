-- Why Okta gave no token when it was asked last; the state stays ready, so that it is asked again.
alter table store.integration add column refusal text;
