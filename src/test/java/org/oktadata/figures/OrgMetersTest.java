package org.oktadata.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class OrgMetersTest extends StartedApplication {

  @Autowired OrgMeters meters;
  @Autowired MeterRegistry registry;

  @BeforeEach
  @AfterEach
  void leaveNothing() {
    for (String table : List.of("run_data_type", "run", "cursor", "stream", "event")) {
      jdbc.sql("delete from store.%s where integration = 'configured'".formatted(table)).update();
    }
  }

  @Test
  void theAgeOfWhatNobodyCollectsIsNotTaken() {
    for (String type : new String[] {"users", "app_keys", "no_such_type", "events"}) {
      jdbc.sql(
              """
              with run as (
                insert into store.run (integration, mode, trigger, status) values ('configured', 'full', 'test', 'SUCCESS') returning id
              )
              insert into store.run_data_type (run_id, data_type, integration, status, planned, finished_at)
              select id, ?, 'configured', 'SUCCESS', 1, now() - interval '2 hours' from run""")
          .param(type)
          .update();
    }
    jdbc.sql(
            "insert into store.cursor (integration, data_type, next) values ('configured', 'events', '/')")
        .update();
    meters.read();
    assertThat(gauges("okta.data.age", "data_type"))
        .containsOnlyKeys("users", "events")
        .hasEntrySatisfying("users", age -> assertThat(age).isGreaterThan(7_000))
        .hasEntrySatisfying("events", age -> assertThat(age).as("by polls").isLessThan(7_000));
  }

  @Test
  void aStreamThatIsHoursBehindHasALag() {
    jdbc.sql(
            """
            insert into store.stream (integration, received_via, last_published)
            values ('configured', 'sqs', now() - interval '3 hours'), ('configured', 'event-hook', now())""")
        .update();
    meters.read();
    assertThat(gauges("okta.log.lag", "via"))
        .containsOnlyKeys("sqs")
        .containsEntry("sqs", (double) Duration.ofHours(3).toSeconds());
  }

  private Map<String, Double> gauges(String name, String tag) {
    return registry.find(name).tag("integration", "configured").gauges().stream()
        .collect(Collectors.toMap(gauge -> gauge.getId().getTag(tag), Gauge::value));
  }
}
