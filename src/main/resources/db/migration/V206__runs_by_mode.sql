-- What is due is asked each second, of each integration: the newest run of a mode, and what is under way, however many runs are kept.
create index run_by_mode on store.run (integration, mode, started_at desc);
create index run_under_way on store.run (integration) where status = 'RUNNING';
