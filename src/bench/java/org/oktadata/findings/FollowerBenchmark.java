package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * How many events a second the detections keep up with, all rules loaded: {@code mvn -Pbench test
 * -Dtest=FollowerBenchmark -Devents=200000}.
 */
class FollowerBenchmark {

  @Test
  void allRulesOnEverydayEvents() {
    int events = Integer.getInteger("events", 100_000);
    Engine engine = new Engine();
    String integration = FindingsDatabase.integration();
    engine.follower.follow();
    engine
        .database
        .sql(EverydayEvents.SQL)
        .param("integration", integration)
        .param("events", events)
        .param("users", 20_000)
        .param("days", 1)
        .update();
    engine.database.sql("analyze").update();
    long started = System.nanoTime();
    engine.follower.follow();
    double seconds = (System.nanoTime() - started) / 1e9;
    org.slf4j.LoggerFactory.getLogger(FollowerBenchmark.class)
        .info(
            "{} events with {} detections in {} s: {} events/s",
            events,
            engine.active.streaming().size(),
            seconds,
            Math.round(events / seconds));
    assertThat(seconds).isPositive();
  }
}
