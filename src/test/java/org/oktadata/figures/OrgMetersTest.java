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
    for (String table :
        List.of("run_data_type", "run", "cursor", "stream", "event", "quarantine")) {
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

  @Test
  void whatFailsHasFailedSinceItsFirstFailureAlsoWhereItNeverWasComplete() {
    ended("users", "SUCCESS", 9);
    ended("users", "FAILURE", 5);
    ended("users", "PARTIAL_SUCCESS", 1);
    ended("groups", "FAILURE", 3);
    ended("apps", "FAILURE", 3);
    ended("apps", "SUCCESS", 2);
    ended("zones", "SKIPPED", 2);
    meters.read();
    assertThat(gauges("okta.data.failing", "data_type"))
        .containsOnlyKeys("users", "groups", "apps", "zones")
        .hasEntrySatisfying("users", seconds -> assertThat(seconds).isBetween(18_000.0, 18_900.0))
        .hasEntrySatisfying("groups", seconds -> assertThat(seconds).isBetween(10_800.0, 11_700.0))
        .containsEntry("apps", 0.0)
        .containsEntry("zones", 0.0);
    assertThat(gauges("okta.data.age", "data_type")).containsOnlyKeys("users", "apps");
    assertThat(gauges("okta.last.run", "status"))
        .as("the newest full run")
        .containsEntry("partial_success", 1.0)
        .containsEntry("failure", 0.0);
  }

  @Test
  void anIntegrationThatIsRefusedIsNotUp() {
    meters.read();
    assertThat(up()).containsExactly(Map.entry("configured", 1.0));
    jdbc.sql("update store.integration set refusal = 'Wrong secret.'").update();
    meters.read();
    jdbc.sql("update store.integration set refusal = null").update();
    assertThat(up()).containsExactly(Map.entry("configured", 0.0));
  }

  @Test
  void theQuarantineOfTheLastHourIsCountedAsFarAsNobodyReplayedIt() {
    for (String held : List.of("now(), null", "now() - interval '2 hours', null", "now(), now()")) {
      jdbc.sql(
              "insert into store.quarantine (integration, source, reason, received_at, replayed_at) values ('configured', 'sqs', 'No JSON.', %s)"
                  .formatted(held))
          .update();
    }
    meters.read();
    assertThat(registry.get("okta.quarantine").tag("source", "sqs").gauge().value()).isOne();
    assertThat(registry.get("okta.quarantine").tag("source", "kafka").gauge().value()).isZero();
  }

  /** A full run of one data type ended so many hours ago. */
  private void ended(String type, String status, int hoursAgo) {
    jdbc.sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status, started_at)
              values ('configured', 'full', 'test', replace(:status, 'SKIPPED', 'SUCCESS'), now() - make_interval(hours => :hours)) returning id, started_at
            )
            insert into store.run_data_type (run_id, data_type, integration, status, planned, finished_at)
            select id, :type, 'configured', :status, 1, started_at from run""")
        .param("type", type)
        .param("status", status)
        .param("hours", hoursAgo)
        .update();
  }

  private Map<String, Double> up() {
    return gauges("okta.integration.up", "integration");
  }

  private Map<String, Double> gauges(String name, String tag) {
    return registry.find(name).tag("integration", "configured").gauges().stream()
        .filter(gauge -> List.of("full", "").contains(mode(gauge)))
        .collect(Collectors.toMap(gauge -> gauge.getId().getTag(tag), Gauge::value));
  }

  private static String mode(Gauge gauge) {
    String mode = gauge.getId().getTag("mode");
    return mode == null ? "" : mode;
  }
}
