package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.catalogue.CollectedTypes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How old each data type is, and for how long its readings have failed: one that never was complete
 * has no age, and would fail unseen.
 */
@Component
class DataTypeMeters {

  /** Both by one look at how each data type stands, which is what it costs. */
  private static final String STATES =
      """
      select s.integration, s.data_type, extract(epoch from now() - case when s.complete_at is not null then s.complete end) as age,
             case when s.status in ('FAILURE', 'PARTIAL_SUCCESS')
               then coalesce(extract(epoch from now() - f.since), 0) else 0 end as failing
      from (
        select t.integration, t.data_type, t.status, greatest(t.complete_at, c.changed_at) as complete, t.complete_at, i.issuer_changed_at
        from store.data_type_state t
        left join store.cursor c on c.integration = t.integration and c.data_type = t.data_type
        left join store.integration i on i.name = t.integration
      ) s
      left join lateral (
        select min(d.finished_at) as since
        from store.run_data_type d join store.run r on r.id = d.run_id and r.mode in ('full', 'delta', 'log')
        where s.status in ('FAILURE', 'PARTIAL_SUCCESS') and d.integration = s.integration and d.data_type = s.data_type
          and d.status in ('FAILURE', 'PARTIAL_SUCCESS')
          and d.finished_at > coalesce(greatest(s.complete, s.issuer_changed_at), '-infinity')
      ) f on true\
      """;

  private record State(Double age, double failing) {}

  private final JdbcClient database;
  private final CollectedTypes collected;
  private final MultiGauge age;
  private final MultiGauge failing;

  DataTypeMeters(JdbcClient database, CollectedTypes collected, MeterRegistry registry) {
    this.database = database;
    this.collected = collected;
    this.age =
        MultiGauge.builder("okta.data.age")
            .description("Since the last complete reading of a data type")
            .baseUnit("seconds")
            .register(registry);
    this.failing =
        MultiGauge.builder("okta.data.failing")
            .description(
                "Since readings of a data type fail, wholly or in part; 0 where they don't")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Reads them again. */
  void read() {
    List<Row<?>> ages = new ArrayList<>();
    List<Row<?>> failures = new ArrayList<>();
    states()
        .forEach(
            (integration, states) ->
                states.forEach(
                    (type, state) -> {
                      Tags tags = Tags.of("integration", integration, "data_type", type);
                      if (state.age() != null) {
                        ages.add(Row.of(tags, state.age()));
                      }
                      failures.add(Row.of(tags, state.failing()));
                    }));
    age.register(ages, true);
    failing.register(failures, true);
  }

  /** What nobody collects any more grows old for ever, and says nothing. */
  private Map<String, Map<String, State>> states() {
    Map<String, Map<String, State>> states = new LinkedHashMap<>();
    database
        .sql(STATES)
        .query(
            row -> {
              Number age = (Number) row.getObject("age");
              states
                  .computeIfAbsent(row.getString("integration"), name -> new LinkedHashMap<>())
                  .put(
                      row.getString("data_type"),
                      new State(age == null ? null : age.doubleValue(), row.getDouble("failing")));
            });
    states.forEach(
        (integration, types) -> {
          Set<String> known = new LinkedHashSet<>(types.keySet());
          types.keySet().removeAll(collected.leftOut(integration, known));
        });
    return states;
  }
}
