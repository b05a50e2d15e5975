-- How complete a data type is, and since when; asked for each check, so it looks for the newest rows alone, however many runs are kept.
-- The newest full reading decides (w), or a failed poll of the System Log until another has gone on; good polls aren't kept.
-- After a full reading that was complete, or that left nothing but lists that are noted, the newest delta does (d), also one that found
-- nothing to read: what a delta before it could not read waits to be read again, so nothing was left of it. After one that failed no delta
-- does: it says nothing of a list that was refused.
-- Of another org than before nothing is complete, whatever was read of the former one; but the System Log is read on from its beginning.
-- How old it is counts from when it was last complete (c), with the deltas up to the full reading that failed after it (s), or from when
-- a delta had made it complete (m): what fails ought to grow old, not vanish.
create or replace function store.state_of(the_integration text, the_type text)
returns table (status text, reason text, complete_at timestamptz) language sql stable as $$
  select coalesce(d.status, w.status), case when d.status is null then w.reason else d.reason end,
         greatest(c.finished_at, s.finished_at, m.finished_at)
  from (
    select t.status, t.reason, t.finished_at, t.status = 'SUCCESS' or t.noted as known
    from store.run_data_type t join store.run r on r.id = t.run_id
    where t.integration = the_integration and t.data_type = the_type and t.finished_at is not null
      and (r.mode = 'full' or r.mode = 'log' and not exists (
             select from store.cursor k where k.integration = the_integration and k.data_type = the_type and k.changed_at > t.finished_at))
      and r.started_at >= coalesce((select i.issuer_changed_at from store.integration i where i.name = the_integration and not exists (
            select from store.cursor k where k.integration = the_integration and k.data_type = the_type)), '-infinity')
    order by t.finished_at desc limit 1
  ) w
  left join lateral (
    select t.status, t.reason from store.run_data_type t join store.run r on r.id = t.run_id
    where w.known and t.integration = the_integration and t.data_type = the_type and t.finished_at > w.finished_at
      and r.mode = 'delta'
    order by t.finished_at desc limit 1
  ) d on true
  left join lateral (
    select w.finished_at, null::timestamptz as failed_at where w.status = 'SUCCESS'
    union all
    (select t.finished_at, n.finished_at
     from store.run r join store.run_data_type t on t.run_id = r.id and t.data_type = the_type
     left join lateral (
       select f.finished_at from store.run later join store.run_data_type f on f.run_id = later.id and f.data_type = the_type
       where later.integration = the_integration and later.mode = 'full' and later.id > r.id and f.finished_at is not null and not f.noted
       order by later.id limit 1
     ) n on true
     where w.status <> 'SUCCESS' and r.integration = the_integration and r.mode = 'full' and t.status = 'SUCCESS' and t.finished_at is not null
     order by r.id desc limit 1)
  ) c on true
  left join lateral (
    select t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
    where t.integration = the_integration and t.data_type = the_type and t.finished_at > c.finished_at
      and t.finished_at < coalesce(c.failed_at, 'infinity') and r.mode = 'delta' and t.status = 'SUCCESS'
    order by t.finished_at desc limit 1
  ) s on true
  left join lateral (
    select t.finished_at from store.run_data_type t join store.run r on r.id = t.run_id
    where w.known and w.status <> 'SUCCESS' and t.integration = the_integration and t.data_type = the_type
      and t.finished_at > w.finished_at and r.mode = 'delta' and t.status = 'SUCCESS'
    order by t.finished_at desc limit 1
  ) m on true
$$;
