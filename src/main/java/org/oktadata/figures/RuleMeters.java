package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.oktadata.findings.RuleStates;
import org.springframework.stereotype.Component;

/** How many rules can't be used, by kind: as the API says it, so that both agree. */
@Component
class RuleMeters {

  private final RuleStates states;
  private final MultiGauge gauge;

  RuleMeters(RuleStates states, MeterRegistry registry) {
    this.states = states;
    this.gauge =
        MultiGauge.builder("okta.rules.invalid")
            .description("Files with a mistake, and rules whose SQL failed")
            .register(registry);
  }

  /** Counts them again. */
  void read() {
    Map<String, Long> invalid = new TreeMap<>(Map.of("posture", 0L, "threat", 0L, "detection", 0L));
    states.all().stream()
        .filter(rule -> rule.state().equals("invalid"))
        .forEach(rule -> invalid.merge(rule.kind(), 1L, Long::sum));
    List<Row<?>> rows = new ArrayList<>();
    invalid.forEach((kind, count) -> rows.add(Row.of(Tags.of("kind", kind), count)));
    gauge.register(rows, true);
  }
}
