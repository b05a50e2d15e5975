-- Until when a channel asked to be left alone, as Slack does with 429: nothing of it is told before, and nothing counts as a try.
alter table store.delivery_position add column paused_until timestamptz;

-- When a channel last took something: the first that it takes after a while shows that it is back, and what failed meanwhile is tried at once.
alter table store.delivery_position add column delivered_at timestamptz;
