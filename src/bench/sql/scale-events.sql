-- Writes a day of an org's System Log beside what the day's partition holds, and puts the result in its place: rows first, indexes after.
-- An event is lean, but has what searches, checks and the user page read; one try in 200 fails, one event in 50,000 is a locked account.
-- The first day's documents are made; further days take them over, with times and ids of their own in the columns.
create or replace function public.scale_day(org text, day date, events bigint, users bigint, model date) returns bigint language plpgsql as $$
declare
  partition text := 'event_' || to_char(day, 'YYYYMMDD');
  number bigint;
begin
  execute format('create table store.%I (like store.event including defaults including storage)', partition || '_new');
  if to_regclass('store.' || partition) is not null then
    execute format('insert into store.%I select * from store.%I order by published', partition || '_new', partition);
    execute format('drop table store.%I', partition);
  end if;
  if day = model then
    execute format($sql$
      insert into store.%I (integration, published, uuid, event_type, actor_id, doc, received_via, received_at)
      select $1, at, md5($1 || $2 || '/' || n)::uuid::text, type, 'u' || who,
             format('{"published":"%%sZ","eventType":"%%s","outcome":%%s,"actor":{"id":"u%%s","alternateId":"user%%s@example.com"},'
                    '"client":{"ipAddress":"198.51.%%s.%%s","geographicalContext":{"country":"%%s"}},"target":[{"id":"a%%s","type":"AppInstance"}]}',
                    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), type,
                    case when n %% 200 = 0 then '{"result":"FAILURE","reason":"INVALID_CREDENTIALS"}' else '{"result":"SUCCESS"}' end,
                    who, who, who %% 250, n %% 200, (array['Germany', 'Germany', 'France', 'Poland'])[n %% 4 + 1], n %% 300)::jsonb,
             'poll', at + interval '40 seconds'
      from (
        select n, n * 7919 %% $4 + 1 as who, $2::timestamp at time zone 'UTC' + n * (interval '1 day' / $3::double precision) as at,
               case when n %% 50000 = 1 then 'user.account.lock' else (array['user.session.start', 'user.authentication.sso', 'user.authentication.sso',
                 'user.authentication.auth_via_mfa', 'policy.evaluate_sign_on', 'user.session.end'])[n %% 6 + 1] end as type
        from generate_series(0, $3 - 1) n offset 0
      ) everyday $sql$, partition || '_new') using org, day, events, users;
  else
    execute format($sql$
      insert into store.%I (integration, published, uuid, event_type, actor_id, doc, received_via, received_at)
      select integration, published + ($2 - $3) * interval '1 day', md5(uuid || $2)::uuid::text, event_type, actor_id, doc, received_via,
             received_at + ($2 - $3) * interval '1 day'
      from store.%I where integration = $1 $sql$, partition || '_new', 'event_' || to_char(model, 'YYYYMMDD')) using org, day, model;
  end if;
  get diagnostics number = row_count;
  execute format('alter table store.%I add check (published >= %L and published < %L)', partition || '_new', day || 'T00:00:00Z', (day + 1) || 'T00:00:00Z');
  execute format('alter table store.%I rename to %I', partition || '_new', partition);
  execute format('alter table store.event attach partition store.%I for values from (%L) to (%L)', partition, day || 'T00:00:00Z', (day + 1) || 'T00:00:00Z');
  return number;
end $$;
