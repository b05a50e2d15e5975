package org.oktadata.deliveries;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.store.SettledMoment;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each channel is yet to be told: which changes of findings are worth telling it. */
@Component
class DeliveryQueue {

  private final JdbcClient database;
  private final DeliverySettings settings;
  private final SettledMoment settled;
  private final Map<String, Newest> seen = new ConcurrentHashMap<>();

  /**
   * The newest change that was committed.
   *
   * @param change its number, 0 where there is none
   * @param at when that was so, by the database's clock
   */
  private record Newest(long change, Instant at) {}

  DeliveryQueue(JdbcClient database, DeliverySettings settings, SettledMoment settled) {
    this.database = database;
    this.settings = settings;
    this.settled = settled;
  }

  /**
   * A channel hears of what happens from the day it is first set. Changes are looked at until
   * whatever may have a lower number is committed: their numbers aren't in the order of their
   * commits. Who is told of new findings also hears of one that rises to the severity that is told;
   * and of the end of each that was told, however low it is by then. Of what an exclusion holds
   * only those hear that heard of it before. So what was queued may make more of the same finding
   * worth telling: that is queued as well, before the position goes on behind it.
   */
  void add(String channel) {
    database
        .sql("insert into store.delivery_position (channel) values (?) on conflict do nothing")
        .param(channel)
        .update();
    forgetTimesToCome(channel);
    // Before it is looked at what is new: what is committed meanwhile is looked at next time.
    Instant until = settled.now();
    while (queueWhatIsNew(channel) > 0) {
      // What follows from what was queued just now.
    }
    goOn(channel, until);
  }

  /**
   * Whatever began after the newest change was seen has higher numbers than that. The time of a
   * change doesn't do: it is that of the beginning of its transaction, which may have taken its
   * number after others that began later, and have ended before them.
   */
  private void goOn(String channel, Instant until) {
    Newest newest =
        database
            .sql(
                "select coalesce(max(id), 0) as change, clock_timestamp() as at from store.finding_change")
            .query(
                (row, number) -> new Newest(row.getLong("change"), Timestamps.instant(row, "at")))
            .single();
    Newest before = seen.putIfAbsent(channel, newest);
    boolean passed = before != null && !before.at().isAfter(until);
    if (passed) {
      database
          .sql(
              "update store.delivery_position set change_id = ? where channel = ? and change_id < ?")
          .params(before.change(), channel, before.change())
          .update();
    }
    // One of a time to come is that of a clock that was set back since.
    if (passed || before != null && before.at().isAfter(newest.at())) {
      seen.put(channel, newest);
    }
  }

  /**
   * After the database's clock was set back: no pause is longer than an hour, no wait for another
   * try than 256 minutes, and no channel is set later than now. It would hear of nothing that
   * happens until then, and never.
   */
  private void forgetTimesToCome(String channel) {
    database
        .sql(
            """
            update store.delivery_position
            set at = least(at, now()), paused_until = case when paused_until <= now() + interval '61 minutes' then paused_until end
            where channel = ? and (at > now() or paused_until > now() + interval '61 minutes')""")
        .param(channel)
        .update();
    database
        .sql(
            """
            update store.delivery set next_at = now()
            where channel = ? and state = 'waiting' and next_at > now() + interval '5 hours'""")
        .param(channel)
        .update();
  }

  private int queueWhatIsNew(String channel) {
    return database
        .sql(
            """
            insert into store.delivery (change_id, channel)
            select c.id, :channel from store.finding_change c, store.delivery_position p
            where p.channel = :channel and c.id > p.change_id and c.at >= p.at and c.at > now() - interval '1 day'
              and (c.change = any (:changes) and c.severity = any (:severities)
                      and (c.exclusion_id is null or exists (
                        select from store.delivery d join store.finding_change b on b.id = d.change_id
                        where d.channel = :channel and b.finding_id = c.finding_id and b.id < c.id))
                   or c.change = 'updated' and 'opened' = any (:changes) and c.state = 'open' and c.severity = any (:severities)
                      and (select b.severity from store.finding_change b where b.finding_id = c.finding_id and b.id < c.id
                           order by b.id desc limit 1) <> all (:severities)
                   or c.change = 'resolved' and 'resolved' = any (:changes) and exists (
                        select from (select b.id, b.change from store.delivery d join store.finding_change b on b.id = d.change_id
                                     where d.channel = :channel and b.finding_id = c.finding_id and b.id < c.id
                                     order by b.id desc limit 1) told
                        where told.change <> 'resolved' and not exists (
                          select from store.finding_change e
                          where e.finding_id = c.finding_id and e.change = 'resolved' and e.id > told.id and e.id < c.id)))
              and not exists (select from store.delivery d where d.change_id = c.id and d.channel = :channel)
            on conflict do nothing""")
        .param("channel", channel)
        .param("changes", settings.changes().toArray(String[]::new))
        .param("severities", settings.minSeverity().orWorse().toArray(String[]::new))
        .update();
  }
}
