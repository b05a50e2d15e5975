-- Until when a channel asked to be left alone, as Slack does with 429: nothing of it is told before, and nothing counts as a try.
alter table store.delivery_position add column paused_until timestamptz;
