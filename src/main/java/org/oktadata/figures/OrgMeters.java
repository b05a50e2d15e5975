package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.findings.Severity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an operator wants to be alarmed by, read from the database: open findings, how far the poll
 * and the streams of the System Log are behind, what fails and what waits. Route {@code measure}
 * calls {@link #read}.
 */
@Component("orgMeters")
public class OrgMeters {

  private static final String FINDINGS =
      """
      select i.name as integration, s.severity, count(f.id) as value
      from store.integration i cross join unnest(%s) s (severity)
      left join store.finding f on f.integration = i.name and f.severity = s.severity and f.state = 'open'
      group by 1, 2\
      """
          .formatted(Severity.array());

  private static final String LOG_AGE =
      """
      select integration, 'poll' as via, extract(epoch from now() - max(changed_at)) as value from store.cursor group by 1
      union all
      select integration, received_via, extract(epoch from now() - max(last_at)) from store.stream group by 1, 2\
      """;

  /**
   * Of the newest events only: at thousands a second an hour of them would be read each time. How
   * far a stream is behind by more than that, its newest event tells.
   */
  private static final String LOG_LAG =
      """
      select integration, received_via as via,
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
      select r.integration, k.kind, count(d.id) as value
      from (select distinct on (integration) integration, id from store.run
            where mode = 'verify' and drifted is not null order by integration, id desc) r
      cross join unnest(array['changed', 'new', 'gone']) k (kind)
      left join store.drift d on d.integration = r.integration and d.run_id = r.id and d.kind = k.kind
      group by 1, 2\
      """;

  private final JdbcClient database;
  private final DataTypeMeters dataTypes;
  private final RuleMeters rules;
  private final DeliveryMeters deliveries;
  private final List<Figure> figures = new ArrayList<>();

  OrgMeters(
      JdbcClient database,
      DataTypeMeters dataTypes,
      RuleMeters rules,
      DeliveryMeters deliveries,
      MeterRegistry registry) {
    this.database = database;
    this.dataTypes = dataTypes;
    this.rules = rules;
    this.deliveries = deliveries;
    add(registry, "okta.findings.open", null, "Open findings", "severity", FINDINGS);
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
    figures.addAll(TroubleFigures.in(registry));
  }

  private void add(
      MeterRegistry registry, String name, String unit, String about, String tag, String sql) {
    figures.add(new Figure(registry, name, unit, about, sql, "integration", tag));
  }

  /** Reads all figures again; those of integrations that are gone go too. */
  public void read() {
    figures.forEach(figure -> figure.read(database));
    dataTypes.read();
    rules.read();
    deliveries.read();
  }
}
