package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import org.oktadata.deliveries.Deliveries;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long each channel has waited for the oldest change that it wasn't told of, and what it was
 * given up for: that waits no longer, and nobody would hear of it.
 */
@Component
class DeliveryMeters {

  private static final String WAITING =
      """
      select h.channel, coalesce(max(extract(epoch from now() - c.at)), 0) as seconds
      from unnest(cast(? as text[])) h (channel)
      left join (store.delivery d join store.finding_change c on c.id = d.change_id)
        on d.channel = h.channel and d.state = 'waiting'
      group by 1\
      """;

  /** Of the last day: what was given up longer ago was told then. */
  private static final String GIVEN_UP =
      """
      select h.channel, count(d.id) as changes
      from unnest(cast(? as text[])) h (channel)
      left join store.delivery d on d.channel = h.channel and d.state = 'failed' and d.next_at > now() - interval '1 day'
      group by 1\
      """;

  private final JdbcClient database;
  private final Deliveries deliveries;
  private final MultiGauge waiting;
  private final MultiGauge givenUp;

  DeliveryMeters(JdbcClient database, Deliveries deliveries, MeterRegistry registry) {
    this.database = database;
    this.deliveries = deliveries;
    this.waiting =
        MultiGauge.builder("okta.deliveries.waiting")
            .description("Since the oldest change of a finding that a channel wasn't told of")
            .baseUnit("seconds")
            .register(registry);
    this.givenUp =
        MultiGauge.builder("okta.deliveries.given.up")
            .description("Changes that a channel took at none of twelve tries, of the last day")
            .register(registry);
  }

  /** Reads it again. */
  void read() {
    read(waiting, WAITING, "seconds");
    read(givenUp, GIVEN_UP, "changes");
  }

  private void read(MultiGauge gauge, String sql, String value) {
    gauge.register(
        database
            .sql(sql)
            .param(deliveries.known().toArray(String[]::new))
            .<Row<?>>query(
                (row, number) -> Row.of(Tags.of("channel", row.getString(1)), row.getDouble(value)))
            .list(),
        true);
  }
}
