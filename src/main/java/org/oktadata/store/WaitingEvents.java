package org.oktadata.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long the oldest event has waited that detections haven't judged, or whose objects weren't
 * noted to be read again. Events are read in the order of commits, so a transaction that somebody
 * leaves open holds them up: who it is, is told. Route {@code measure} calls {@link #look}.
 */
@Component("waitingEvents")
public class WaitingEvents {

  private static final Logger log = LoggerFactory.getLogger(WaitingEvents.class);

  /** Our own transactions are shorter. */
  private static final double LONG_SECONDS = 60;

  /** What a restore brought from another server isn't waiting, though its numbers are ahead. */
  private static final String WAITING =
      """
      select r.name as reader, greatest(0, coalesce(extract(epoch from now() - e.received_at), 0)) as seconds,
             coalesce(e.xid >= (select store.ended_before()), false) as held
      from (select name, xid, seq from store.follower union all select name, xid, seq from store.reader where name = 'refresh') r
      left join lateral (
        select e.xid, e.received_at from store.event e
        where (e.xid, e.seq) > (r.xid, r.seq)
          and e.xid < (select least(pg_snapshot_xmax(pg_current_snapshot()), (select xid from store.reader where name = 'restored')))
        order by e.xid, e.seq limit 1
      ) e on true\
      """;

  /** Others' sessions show everybody their name, but neither what they do nor since when. */
  private static final String HOLDER =
      """
      select coalesce(format('session %s (user %s, application "%s")', l.pid, a.usename, a.application_name),
                      format('transaction "%s", prepared for a commit in two phases', p.gid)) as who
      from (select store.ended_before() as xid offset 0) b
      join pg_locks l on l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.transactionid = b.xid::xid
      left join pg_stat_activity a on a.pid = l.pid
      left join pg_prepared_xacts p on l.pid is null and p.transaction = l.transactionid
      where l.pid is distinct from pg_backend_pid()\
      """;

  /**
   * @param held whether it is no turn of the reader's that is missing
   */
  private record Waiting(String reader, double seconds, boolean held) {

    boolean isWorthAWord() {
      return held && seconds > LONG_SECONDS;
    }
  }

  private final JdbcClient database;
  private final MultiGauge gauge;
  private String told = "";

  WaitingEvents(JdbcClient database, MeterRegistry registry) {
    this.database = database;
    this.gauge =
        MultiGauge.builder("okta.events.waiting")
            .description("How long the oldest event has waited that a reader of events hasn't read")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Looks how long events wait, and tells who holds them up. */
  public void look() {
    List<Waiting> readers =
        database
            .sql(WAITING)
            .query(
                (row, n) ->
                    new Waiting(
                        row.getString("reader"), row.getDouble("seconds"), row.getBoolean("held")))
            .list();
    gauge.register(
        readers.stream()
            .map(each -> Row.of(Tags.of("reader", each.reader()), each.seconds()))
            .toList(),
        true);
    readers.stream()
        .filter(Waiting::isWorthAWord)
        .max(Comparator.comparingDouble(Waiting::seconds))
        .ifPresentOrElse(this::tell, () -> told = "");
  }

  /** Each holder once. */
  private void tell(Waiting longest) {
    Optional<String> holder = database.sql(HOLDER).query(String.class).optional();
    holder
        .filter(who -> !who.equals(told))
        .ifPresent(
            who ->
                log.warn(
                    "Events have waited for {} for {} s: {} of this database keeps a transaction open, and they are read in the order of commits. Let it end, or end it",
                    longest.reader(),
                    Math.round(longest.seconds()),
                    who));
    told = holder.orElse("");
  }
}
