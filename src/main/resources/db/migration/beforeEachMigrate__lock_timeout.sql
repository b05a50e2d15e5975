-- A migration that waits for a table that somebody reads keeps everybody waiting who comes later. So it gives way after a moment, and is
-- tried again as a whole. Outside of a transaction, where indexes are built with "concurrently", this changes nothing: those wait in
-- nobody's way.
set local lock_timeout = '4s';
