-- okta.findings shows ids as text: one finding is found without reading all.
create index finding_id_as_text on store.finding ((id::text));
