package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.catalogue.CollectedTypes;
import org.oktadata.findings.Severity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an operator wants to be alarmed by, read from the database: open findings, how old each data
 * type is, and how far the poll and the streams of the System Log are behind. Route {@code measure}
 * calls {@link #read}.
 */
@Component("orgMeters")
public class OrgMeters {

  private static final String FINDINGS =
      """
      select i.name as integration, s.severity as tag, count(f.id) as value
      from store.integration i cross join unnest(%s) s (severity)
      left join store.finding f on f.integration = i.name and f.severity = s.severity and f.state = 'open'
      group by 1, 2\
      """
          .formatted(Severity.array());

  private static final String DATA_AGE =
      """
      select integration, data_type as tag, extract(epoch from now() - greatest(complete_at, c.changed_at)) as value
      from store.data_type_state left join store.cursor c using (integration, data_type) where complete_at is not null\
      """;

  private static final String LOG_AGE =
      """
      select integration, 'poll' as tag, extract(epoch from now() - max(changed_at)) as value from store.cursor group by 1
      union all
      select integration, received_via, extract(epoch from now() - max(last_at)) from store.stream group by 1, 2\
      """;

  /**
   * Of the newest events only: at thousands a second an hour of them would be read each time. How
   * far a stream is behind by more than that, its newest event tells.
   */
  private static final String LOG_LAG =
      """
      select integration, received_via as tag,
             percentile_cont(0.95) within group (order by extract(epoch from received_at - published)) as value
      from (select integration, received_via, received_at, published from store.event
            where published > now() - interval '1 hour' order by xid desc, seq desc limit 10000) newest
      where received_at > now() - interval '5 minutes' group by 1, 2
      union all
      select integration, received_via, extract(epoch from last_at - last_published) from store.stream
      where last_at > now() - interval '5 minutes' and last_published < now() - interval '1 hour'\
      """;

  private static final String DRIFT =
      """
      select r.integration, k.kind as tag, count(d.id) as value
      from (select distinct on (integration) integration, id from store.run
            where mode = 'verify' and drifted is not null order by integration, id desc) r
      cross join unnest(array['changed', 'new', 'gone']) k (kind)
      left join store.drift d on d.integration = r.integration and d.run_id = r.id and d.kind = k.kind
      group by 1, 2\
      """;

  private record Meter(MultiGauge gauge, String tag, String sql) {

    boolean isOfDataTypes() {
      return tag.equals("data_type");
    }
  }

  private final JdbcClient database;
  private final CollectedTypes collected;
  private final List<Meter> meters = new ArrayList<>();

  OrgMeters(JdbcClient database, CollectedTypes collected, MeterRegistry registry) {
    this.database = database;
    this.collected = collected;
    add(registry, "okta.findings.open", null, "Open findings", "severity", FINDINGS);
    add(
        registry,
        "okta.data.age",
        "seconds",
        "Since the last complete reading of a data type",
        "data_type",
        DATA_AGE);
    add(
        registry,
        "okta.drift",
        null,
        "What the last verification found changed, new or gone although nothing had told of it",
        "kind",
        DRIFT);
    add(
        registry,
        "okta.log.age",
        "seconds",
        "Since the System Log was last polled, or a stream last brought an event",
        "via",
        LOG_AGE);
    add(
        registry,
        "okta.log.lag",
        "seconds",
        "From an event to its row: 95th percentile of what came in the last five minutes",
        "via",
        LOG_LAG);
  }

  private void add(
      MeterRegistry registry, String name, String unit, String about, String tag, String sql) {
    MultiGauge gauge =
        MultiGauge.builder(name).description(about).baseUnit(unit).register(registry);
    meters.add(new Meter(gauge, tag, sql));
  }

  /** Reads all figures again; those of integrations that are gone go too. */
  public void read() {
    meters.forEach(meter -> meter.gauge().register(rows(meter), true));
  }

  private List<Row<?>> rows(Meter meter) {
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    database
        .sql(meter.sql())
        .query(
            row -> {
              values
                  .computeIfAbsent(row.getString("integration"), name -> new LinkedHashMap<>())
                  .put(row.getString("tag"), row.getDouble("value"));
            });
    List<Row<?>> rows = new ArrayList<>();
    values.forEach(
        (integration, each) -> {
          if (meter.isOfDataTypes()) {
            // What nobody collects any more grows old for ever, and says nothing.
            each.keySet().removeAll(collected.leftOut(integration, Set.copyOf(each.keySet())));
          }
          each.forEach(
              (tag, value) ->
                  rows.add(Row.of(Tags.of("integration", integration, meter.tag(), tag), value)));
        });
    return rows;
  }
}
