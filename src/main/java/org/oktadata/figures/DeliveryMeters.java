package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import org.oktadata.deliveries.Deliveries;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How long each channel that is set has waited for the oldest change that it wasn't told of. */
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

  private final JdbcClient database;
  private final Deliveries deliveries;
  private final MultiGauge gauge;

  DeliveryMeters(JdbcClient database, Deliveries deliveries, MeterRegistry registry) {
    this.database = database;
    this.deliveries = deliveries;
    this.gauge =
        MultiGauge.builder("okta.deliveries.waiting")
            .description("Since the oldest change of a finding that a channel wasn't told of")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Reads it again. */
  void read() {
    gauge.register(
        database
            .sql(WAITING)
            .param(deliveries.channels().toArray(String[]::new))
            .<Row<?>>query(
                (row, number) ->
                    Row.of(Tags.of("channel", row.getString(1)), row.getDouble("seconds")))
            .list(),
        true);
  }
}
