-- Which instance reads new events now, and until when the others leave it to it. What it remembers of their groups saves it questions.
alter table store.follower add column owner text, add column owner_until timestamptz;
alter table store.follower set (fillfactor = 50);
