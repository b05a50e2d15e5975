-- Hash of the text that Okta last sent for a document, so that the same text again needs no parsing. Null until the document changes.
alter table store.resource add column hash bigint;
