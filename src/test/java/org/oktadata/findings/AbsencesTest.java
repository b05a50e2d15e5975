package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That something is missing is only said where the log is whole. */
class AbsencesTest {

  private static final String RULE = "factor-not-replaced";

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final Detection rule = (Detection) engine.library.current().find(RULE).orElseThrow();

  @BeforeEach
  void startAtTheEnd() {
    engine.follow();
  }

  @Test
  void whatIsStoredButUnreadMayBeTheAnswer() {
    factor("deactivate", "13h");
    engine.transaction.executeWithoutResult(
        status ->
            engine.detections.evaluate(
                data.stored(), new RuleIndex(List.of(rule)), new QuietGroups()));
    engine.nothingIsUnread();
    factor("activate", "12h");
    engine.transaction.executeWithoutResult(
        status -> engine.detections.evaluateAbsences(List.of(rule), Optional.empty()));
    assertThat(found()).isEmpty();
    engine.follow();
    assertThat(found()).isEmpty();
  }

  @Test
  void aLogThatComesPageByPageIsJudgedAsFarAsItCame() {
    polledUntil("13 hours");
    factor("deactivate", "13h");
    factor("deactivate", "30h", "eve");
    engine.follow();
    assertThat(found()).containsExactly("eve");
    factor("activate", "12h");
    polledUntil("1 second");
    engine.follow();
    assertThat(found()).containsExactly("eve");
  }

  @Test
  void whatIsMissingOnceTheLogIsHereIsFound() {
    polledUntil("13 hours");
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
    polledUntil("1 second");
    engine.follow();
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void whatThePollBringsThroughKafkaMovesTheEndOfTheLog() {
    polledUntil("40 days");
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
    engine
        .database
        .sql(
            """
            select * from store.store_stream(convert_to(jsonb_build_array(jsonb_build_object(
              'published', now(), 'uuid', gen_random_uuid(), 'eventType', 'nobody.looks.at'))::text, 'UTF8'), '[]', ?, 'poll')""")
        .param(integration)
        .query()
        .listOfRows();
    engine.follow();
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void aStreamCoversWhatThePollNoLongerBrings() {
    polledUntil("40 days");
    stream("eventbridge", "50 days");
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void aStreamThatBeganLaterCoversNothingBefore() {
    polledUntil("40 days");
    stream("eventbridge", "12 hours");
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsOnlyStreamedIsJudgedByItsStreamFromWhereThatBegan() {
    stream("sqs", "20 hours");
    factor("deactivate", "13h");
    factor("deactivate", "30h", "eve");
    engine.follow();
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void whatIsOnlyStreamedIsJudgedAsFarAsItsStreamCame() {
    stream("sqs", "20 hours");
    engine
        .database
        .sql(
            "update store.stream set last_published = now() - interval '13 hours' where integration = ?")
        .param(integration)
        .update();
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
  }

  @Test
  void aStreamWithAGapIsNotWhole() {
    polledUntil("40 days");
    stream("eventbridge", "50 days");
    data.documents(
        Map.of(
            "stream_gaps",
            List.of(Map.of("from", "10 hours", "until", "9 hours", "reason", "Switched off"))));
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
  }

  @Test
  void anEventHookIsNeverTheWholeLog() {
    polledUntil("40 days");
    stream("event-hook", "50 days");
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
  }

  @Test
  void whileAHuntIsUnderWayItsRuleWaits() {
    engine
        .database
        .sql("insert into store.hunt (rule, since) values (?, now() - interval '1 day')")
        .param(RULE)
        .update();
    factor("deactivate", "13h");
    engine.follow();
    assertThat(found()).isEmpty();
    engine.hunts().goOn();
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void aHuntIsNotOverBeforeWhatWaitsToBeReadIsRead() {
    factor("deactivate", "13h");
    engine.nothingIsUnread();
    factor("deactivate", "20h", "eve");
    RetroHunts hunts = engine.hunts();
    HuntRequests requests = new HuntRequests(engine.database, engine.library);
    long hunt = requests.start(RULE, Duration.ofHours(15), "ada");
    long behind = requests.start("api-token-created", Duration.ofHours(15), "ada");
    Awaitility.await("it has all tokens of this database to read, a second at a time")
        .until(
            () -> {
              hunts.goOn();
              return requests.find(behind).orElseThrow().state().equals("finished");
            });
    assertThat(requests.find(hunt).orElseThrow().state()).isEqualTo("running");
    engine.nothingIsUnread();
    hunts.goOn();
    assertThat(requests.find(hunt).orElseThrow().state()).isEqualTo("finished");
    assertThat(found()).containsExactly("bob");
  }

  @Test
  void aHuntDoesNotMissWhatCameAfterIt() {
    factor("deactivate", "13h");
    RetroHunts hunts = engine.hunts();
    new HuntRequests(engine.database, engine.library).start(RULE, Duration.ofDays(1), "ada");
    engine
        .database
        .sql("update store.hunt set until = now() - interval '2 hours' where state = 'running'")
        .update();
    engine.nothingIsUnread();
    hunts.goOn();
    assertThat(found()).isEmpty();
  }

  @Test
  void whatWaitsForAnAnswerOutlivesItsWindowWithTheAnswers() {
    polledUntil("40 days");
    factor("deactivate", "30d");
    factor("activate", "30d");
    factor("deactivate", "30d", "eve");
    engine.follow();
    engine
        .database
        .sql("update store.match set stored_at = now() - interval '2 hours' where integration = ?")
        .param(integration)
        .update();
    engine.matches.forget(engine.active.known());
    polledUntil("1 second");
    engine.follow();
    assertThat(found()).containsExactly("eve");
    engine.matches.forget(engine.active.known());
    assertThat(
            engine
                .database
                .sql("select count(*) from store.match where integration = ? and rule = ?")
                .params(integration, RULE)
                .query(Long.class)
                .single())
        .isZero();
  }

  private List<String> found() {
    return engine.open(integration, RULE);
  }

  private void factor(String what, String ago) {
    factor(what, ago, "bob");
  }

  private void factor(String what, String ago, String user) {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.mfa.factor." + what,
                "at",
                ago,
                "target",
                List.of(Map.of("id", user, "type", "User")))));
  }

  private void polledUntil(String ago) {
    engine
        .database
        .sql(
            """
            insert into store.cursor (integration, data_type, next, caught_up_at) values (?, 'events', 'https://next', now() - ?::interval)
            on conflict (integration, data_type) do update set caught_up_at = excluded.caught_up_at""")
        .params(integration, ago)
        .update();
  }

  private void stream(String door, String ago) {
    engine
        .database
        .sql(
            "insert into store.stream (integration, received_via, first_at, last_published) values (?, ?, now() - ?::interval, now())")
        .params(integration, door, ago)
        .update();
  }
}
