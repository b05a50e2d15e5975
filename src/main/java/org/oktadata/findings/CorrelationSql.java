package org.oktadata.findings;

/** Writes the query that finds out whether new matches complete something. */
final class CorrelationSql {

  /** The groups to look at, with the time between their first and last new match. */
  private static final String TOUCHED =
      """
      with touched as materialized (
        select * from jsonb_to_recordset(:touched::jsonb) as t(place uuid, integration text, "group" text, since timestamptz, until timestamptz)
      )""";

  /**
   * A window ends at each match, but of many matches in a tenth of the window only every n-th is
   * tried: a flood is a flood without counting it ten thousand times. Of each step the last 5,000
   * matches count.
   */
  private static final String WINDOWS =
      """
      , candidates as (
        select m.place, m.integration, m.group_key, m.published, m.subject_type, m.subject_id, m.uuid,
               row_number() over tenth as number, count(*) over (partition by m.place, tenth_of_window) as crowd
        from touched t
        join store.match m on m.place = t.place and m.step = any(string_to_array(:ending_steps, ','))
          and m.published between t.since and t.until + make_interval(secs => :window_seconds),
        lateral (select floor(extract(epoch from m.published) * 10 / :window_seconds) as tenth_of_window) b
        window tenth as (partition by m.place, tenth_of_window order by m.published desc)
      ), ends as (
        select * from candidates where number = 1 or number %% greatest(crowd / 10, 1) = 0
      )
      select e.integration, e.group_key, e.subject_type, e.subject_id, h.proof, h.evidence
      from ends e cross join lateral (
        select jsonb_agg(jsonb_build_object('published', published, 'uuid', uuid) order by published desc) as proof,
               jsonb_strip_nulls(jsonb_build_object('window', jsonb_build_array(min(published), max(published)),
                 'group', nullif(e.group_key, ''), 'matched', count(*)%s)) as evidence
        from (
          select w.published, w.uuid, w.step, w.subject_id, w.kept%s
          from unnest(string_to_array(:all_steps, ',')) s(name), lateral (
            select * from store.match m
            where m.place = e.place and m.step = s.name
              and m.published > e.published - make_interval(secs => :window_seconds) and m.published <= e.published
            order by m.published desc limit 5000) w
        ) windowed
        having %s
      ) h""";

  private static final String OWN =
      """
      , matches as (
        select m.integration, m.group_key, m.published, m.uuid, m.step, m.subject_type, m.subject_id, m.kept%s,
               m.published between t.since and t.until as fresh
        from touched t
        join store.match m on m.place = t.place and m.step = any(string_to_array(:all_steps, ','))
          and m.published between t.since - make_interval(secs => :window_seconds) and t.until + make_interval(secs => :window_seconds)
      )
      select integration, group_key, subject_type, subject_id, proof, evidence from (
      %s
      ) own""";

  /**
   * A step that wasn't followed by another in time. That something is missing can only be said
   * where the log is whole until the time is over: nothing of that time waits to be read or belongs
   * to a hunt under way, and the poll has come that far, or a stream without a gap covers what the
   * poll doesn't. So an integration whose poll is off is judged by its stream, though not by an
   * event hook, which is never the whole log; by the clock only one that has neither. Where {@link
   * UnreadEvents#MOST} events wait it is too early to look.
   */
  private static final String ABSENCE =
      """
      with waiting as materialized (
        select m.*, o.due from store.match m, lateral (select m.published + make_interval(secs => :window_seconds) as due) o
        where m.rule = :rule and not m.judged and m.published < least(now(), :until::timestamptz) - make_interval(secs => :window_seconds)
          and not exists (select from store.hunt h where h.rule = m.rule and h.state = 'running')
      ), next as materialized (
        select * from (%1$s) n where exists (select from waiting)
      ), unread as materialized (
        select integration, min(published) as since from next group by 1
      ), whole as materialized (
        select w.* from waiting w
        left join store.cursor c on c.integration = w.integration and c.data_type = 'events',
        lateral (select greatest(w.published, c.caught_up_at) as polled) p
        where (select count(*) from next) < %2$d
          and w.due < coalesce((select u.since from unread u where u.integration = w.integration), 'infinity')
          and (c.integration is null and not exists (select from store.stream s where s.integration = w.integration and s.received_via <> 'event-hook')
               or w.due <= c.caught_up_at
               or exists (select from store.stream s where s.integration = w.integration and s.received_via <> 'event-hook'
                          and s.first_at <= p.polled and s.last_published > w.due)
                  and not exists (select from store.stream_gap g where g.integration = w.integration
                                  and g.from_at < w.due and coalesce(g.until_at, 'infinity') > p.polled))
      ), judged as (
        update store.match m set judged = true from whole w
        where m.place = w.place and m.step = w.step and m.published = w.published and m.uuid = w.uuid
      )
      select w.integration, w.group_key, w.subject_type, w.subject_id,
             jsonb_build_array(jsonb_build_object('published', w.published, 'uuid', w.uuid)) as proof,
             jsonb_build_object('group', w.group_key, 'missing', :absent::text, 'waited', make_interval(secs => :window_seconds)::text) || w.kept as evidence
      from whole w
      where not exists (
        select from store.match a
        where a.place = w.place and a.step = :absent
          and a.published >= w.published and a.published <= w.due)"""
          .formatted(UnreadEvents.NEXT, UnreadEvents.MOST);

  /**
   * A value that the group didn't have within the rule's memory, once the group is known long
   * enough.
   */
  private static final String FIRST_TIME =
      """
      with incoming as materialized (
        select m.*, lag(m.published) over (partition by integration, "group", value order by published) as earlier,
               min(m.published) over (partition by integration, "group") as group_here
        from jsonb_to_recordset(:matches::jsonb) as m(
          integration text, "group" text, value text, published timestamptz, uuid text, "subjectType" text, "subjectId" text, kept jsonb)
      ), known as materialized (
        select i.*,
               greatest(i.earlier, case when s.last_seen < i.published then s.last_seen
                                        when s.first_seen < i.published then i.published end) as seen_before,
               least(i.group_here, g.since) as since
        from incoming i
        left join store.seen_value s on s.rule = :rule and s.integration = i.integration and s.group_key = i."group" and s.value = i.value
        left join lateral (
          select min(first_seen) as since from store.seen_value g
          where g.rule = :rule and g.integration = i.integration and g.group_key = i."group") g on true
      ), remembered as (
        insert into store.seen_value (rule, integration, group_key, value, first_seen, last_seen)
        select :rule, integration, "group", value, min(published), max(published) from incoming group by 2, 3, 4
        on conflict (rule, integration, group_key, value) do update
        set first_seen = least(store.seen_value.first_seen, excluded.first_seen), last_seen = greatest(store.seen_value.last_seen, excluded.last_seen)
        where excluded.first_seen < store.seen_value.first_seen or excluded.last_seen > store.seen_value.last_seen
      )
      select integration, "group" as group_key, "subjectType" as subject_type, "subjectId" as subject_id,
             jsonb_build_array(jsonb_build_object('published', published, 'uuid', uuid)) as proof,
             jsonb_build_object('new', value, 'seenBefore', seen_before, 'knownSince', since) || kept as evidence
      from known
      where (seen_before is null or seen_before < published - make_interval(secs => :window_seconds))
        and since <= published - make_interval(secs => :learn_seconds)""";

  private CorrelationSql() {}

  static String of(Correlation correlation) {
    if (correlation.firstTime() != null) {
      return FIRST_TIME;
    }
    if (correlation.absent() != null) {
      return ABSENCE;
    }
    StringBuilder columns = new StringBuilder();
    StringBuilder evidence = new StringBuilder();
    for (String name : correlation.kept().keySet()) {
      columns.append(
          ", %s.kept ->> '%s' as %s".formatted(correlation.sql() == null ? "w" : "m", name, name));
      evidence.append(
          ", '%1$s', to_jsonb((array_agg(distinct %1$s) filter (where %1$s is not null))[1: 50])"
              .formatted(name));
    }
    return correlation.sql() == null
        ? TOUCHED + WINDOWS.formatted(evidence, columns, correlation.having())
        : TOUCHED + OWN.formatted(columns, correlation.sql().replaceAll(";\\s*$", ""));
  }
}
