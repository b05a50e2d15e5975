package org.oktadata.findings;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells each channel of each change once. What fails is tried again, later and later for a day, and
 * then kept as failed.
 */
@Component
public class Deliveries {

  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
  private static final int ATTEMPTS = 12;

  private final JdbcClient database;
  private final DeliverySettings settings;
  private final FindingReader findings;

  Deliveries(JdbcClient database, DeliverySettings settings, FindingReader findings) {
    this.database = database;
    this.settings = settings;
    this.findings = findings;
  }

  /** Queues what is new and takes what is due; another instance takes the rest. */
  @Transactional
  public List<Delivery> claim() {
    for (String channel : settings.channels()) {
      queue(channel);
    }
    return settings.channels().isEmpty() ? List.of() : due();
  }

  /** A channel hears of what happens from the day it is set. */
  private void queue(String channel) {
    database
        .sql("insert into store.follower (name) values ('delivery:' || ?) on conflict do nothing")
        .param(channel)
        .update();
    database
        .sql(
            """
            insert into store.delivery (change_id, channel)
            select c.id, :channel from store.finding_change c, store.follower f
            where f.name = 'delivery:' || :channel and c.at >= f.at and c.at > now() - interval '1 day'
              and c.change = any (string_to_array(:changes, ','))
              and array_position(array['info', 'low', 'medium', 'high', 'critical'], c.severity)
                  >= array_position(array['info', 'low', 'medium', 'high', 'critical'], :severity)
            on conflict do nothing""")
        .param("channel", channel)
        .param("changes", String.join(",", settings.changes()))
        .param("severity", settings.minSeverity())
        .update();
  }

  private List<Delivery> due() {
    return database
        .sql(
            """
            update store.delivery d set attempts = attempts + 1, next_at = now() + interval '1 minute' * power(2, least(attempts, 8))
            from store.finding_change c
            where c.id = d.change_id and d.id in (
              select id from store.delivery where state = 'waiting' and next_at <= now()
                and channel = any (string_to_array(:channels, ',')) order by id limit 50 for update skip locked)
            returning d.id, d.channel, c.change, c.finding_id""")
        .param("channels", String.join(",", settings.channels()))
        .query(
            (row, n) ->
                new Delivery(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    findings.find(row.getLong(4)).orElseThrow()))
        .list();
  }

  /** The channel has it. */
  public void delivered(Delivery delivery) {
    database
        .sql(
            "update store.delivery set state = 'delivered', delivered_at = now(), last_error = null where id = ?")
        .param(delivery.id())
        .update();
  }

  /** The channel didn't take it; it is tried again until there is no hope. */
  public void failed(Delivery delivery, Exception problem) {
    log.warn(
        "Delivery of finding {} to {}: {}",
        delivery.finding().id(),
        delivery.channel(),
        problem.getMessage());
    database
        .sql(
            "update store.delivery set last_error = ?, state = case when attempts >= ? then 'failed' else 'waiting' end where id = ?")
        .params(problem.getMessage(), ATTEMPTS, delivery.id())
        .update();
  }
}
