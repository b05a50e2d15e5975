-- What changed in a week is read without reading everything. Of blocks of a few pages it keeps the least and the greatest moments, so it is
-- a few hundred kilobytes where there are a million rows, and costs a page of users nothing that could be measured: docs/benchmarks.md.
-- An interrupted build leaves an invalid index behind.
drop index concurrently if exists store.resource_changed;
create index concurrently resource_changed on store.resource using brin (changed_at timestamptz_minmax_multi_ops)
  with (pages_per_range = 16, autosummarize = on);
