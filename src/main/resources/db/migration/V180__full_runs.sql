-- The full readings of an integration, newest first: a type that never was complete has thousands of good deltas to pass by otherwise.
create index run_full on store.run (integration, id desc) where mode = 'full';
