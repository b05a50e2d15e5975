package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.ReaderSettings;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searches of the stored System Log. */
class EventSearchTest {

  static ReadDatabase database;
  static EventSearch search;
  static String integration;

  @BeforeAll
  static void events() {
    ReaderSettings settings =
        new ReaderSettings(
            new ReaderSettings.Replica(null, null, null),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            2);
    database = new ReadDatabase(FindingsDatabase.open(), settings);
    search = new EventSearch(database);
    integration = FindingsDatabase.integration();
    new CaseData(JdbcClient.create(FindingsDatabase.open()), integration)
        .events(
            List.of(
                event("00uAda", "user.session.start", "1h"),
                event("00uAda", "user.session.end", "20d"),
                event("00uBob", "user.session.start", "2h")));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void whatOnePersonDidIsFoundAcrossTheWholeLog() {
    assertThat(found("actor.id eq \"00uAda\"")).isEqualTo(2);
    assertThat(found("eventType eq \"user.session.end\" and actor.id eq \"00uAda\"")).isOne();
    assertThat(found("actor.id eq \"00uAda\" or actor.id eq \"00uBob\"")).isEqualTo(3);
    assertThat(found("not (actor.id eq \"00uAda\")")).isOne();
  }

  @Test
  void alsoALargeEventIsLookedAt() {
    new CaseData(JdbcClient.create(FindingsDatabase.open()), integration)
        .events(
            List.of(
                Map.of(
                    "eventType",
                    "zone.update",
                    "at",
                    "3h",
                    "displayMessage",
                    "x".repeat(300_000) + "needle")));
    assertThat(found("displayMessage co \"needle\"")).isOne();
    assertThat(found("displayMessage co \"nothing\"")).isZero();
  }

  @Test
  void anIdInOtherLettersIsFoundAsTheLanguageWantsIt() {
    assertThat(found("ACTOR.ID eq \"00UADA\"")).isEqualTo(2);
    assertThat(found("actor.id eq \"nobody\"")).isZero();
  }

  private static int found(String filter) {
    EventSearch.Key now = EventSearch.Key.before(Instant.now());
    return search.search(integration, filter, Instant.EPOCH, now, 50).events().size();
  }

  private static Map<String, Object> event(String actor, String type, String ago) {
    return Map.of("at", ago, "eventType", type, "actor", Map.of("id", actor));
  }
}
