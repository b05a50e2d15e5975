package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New events are judged once, whatever happens in between. */
class FollowerTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @BeforeEach
  void startAtTheEnd() {
    engine.follow();
  }

  @Test
  void findsWhatNewEventsShow() {
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(count("store.finding_event")).isEqualTo(1);
  }

  @Test
  void ofAnIntegrationThatIsRemovedMeanwhileNothingIsKept() {
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    data.events(List.of(Map.of("eventType", "user.mfa.okta_verify.deny_push", "times", 7)));
    engine
        .database
        .sql("update store.integration set state = 'removing' where name = ?")
        .param(integration)
        .update();
    engine.follow();
    for (String table : List.of("finding", "match", "seen_value")) {
      assertThat(
              engine
                  .database
                  .sql("select count(*) from store.%s where integration = ?".formatted(table))
                  .param(integration)
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void aKillBeforeTheCommitNeitherLosesNorDoubles() {
    data.events(List.of(Map.of("eventType", "system.api_token.create", "times", 3)));
    engine.transaction.executeWithoutResult(
        status -> {
          engine.follower.follow();
          status.setRollbackOnly();
        });
    assertThat(engine.open(integration, "api-token-created")).isEmpty();
    engine.follow();
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(count("store.finding_event")).isEqualTo(3);
    assertThat(changes()).containsExactly("opened");
  }

  @Test
  void whatHappenedBetweenTheLastProofAndTheEndOpensADetectionAgain() {
    data.events(List.of(Map.of("eventType", "system.api_token.create", "at", "2h")));
    engine.follow();
    engine
        .database
        .sql(
            "update store.finding set state = 'resolved', resolved_at = now() where integration = ?")
        .param(integration)
        .update();
    data.events(List.of(Map.of("eventType", "system.api_token.create", "at", "3h")));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).as("older proof").isEmpty();
    data.events(List.of(Map.of("eventType", "system.api_token.create", "at", "1h")));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(changes()).last().isEqualTo("reopened");
  }

  @Test
  void aDetectionOfLongAgoEndsWithTheDecisionAboutIt() {
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    engine.follow();
    engine
        .database
        .sql(
            """
            update store.finding set state = 'muted', state_reason = 'Known', state_actor = 'grace', state_until = now() - interval '1 minute',
              last_seen = last_seen - interval '31 days' where integration = ?""")
        .param(integration)
        .update();
    new Triage(engine.database).expire();
    assertThat(changes()).containsExactly("opened", "resolved");
  }

  @Test
  void aWindowThatGrowsOverSeveralBatchesIsOneFinding() {
    for (int i = 0; i < 7; i++) {
      data.events(List.of(Map.of("eventType", "user.mfa.okta_verify.deny_push", "at", i + "s")));
      engine.follow();
    }
    assertThat(engine.open(integration, "push-bombing")).containsExactly("ada");
    assertThat(evidence("push-bombing")).contains("\"events\": 7");
  }

  @Test
  void newEvidenceIsToldOnceAMinuteAndTheLastOfItInTheEnd() {
    for (int i = 0; i < 4; i++) {
      data.events(List.of(Map.of("eventType", "system.api_token.create")));
      engine.follow();
    }
    assertThat(evidence("api-token-created")).contains("\"events\": 4");
    assertThat(changes()).containsExactly("opened", "updated");
    FindingUpdates updates = new FindingUpdates(engine.database);
    updates.tellHeldBack();
    assertThat(changes()).as("within the minute").containsExactly("opened", "updated");
    aMinutePasses();
    updates.tellHeldBack();
    updates.tellHeldBack();
    assertThat(changes()).containsExactly("opened", "updated", "updated");
    aMinutePasses();
    updates.tellHeldBack();
    assertThat(changes()).as("nothing new came").hasSize(3);
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    engine.follow();
    assertThat(changes()).hasSize(4);
  }

  @Test
  void anUpdateThatWasHeldBackIsNotToldAfterTheEnd() {
    for (int i = 0; i < 4; i++) {
      data.events(List.of(Map.of("eventType", "system.api_token.create")));
      engine.follow();
    }
    aMinutePasses();
    engine.transaction.executeWithoutResult(
        resolving -> {
          engine
              .database
              .sql(
                  """
                  with resolved as (
                    update store.finding set state = 'resolved', changed_at = now() where integration = ? returning id, state, severity
                  )
                  insert into store.finding_change (finding_id, change, state, severity) select id, 'resolved', state, severity from resolved""")
              .param(integration)
              .update();
          elsewhere(() -> new FindingUpdates(engine.database).tellHeldBack());
        });
    new FindingUpdates(engine.database).tellHeldBack();
    assertThat(changes()).containsExactly("opened", "updated", "resolved");
  }

  private static void elsewhere(Runnable action) {
    CompletableFuture.runAsync(action).join();
  }

  /** The finding was last touched just after what was last told of it, or with it. */
  private void aMinutePasses() {
    engine
        .database
        .sql(
            """
            with f as (
              update store.finding set changed_at = changed_at - interval '61 seconds' where integration = ? returning id
            )
            update store.finding_change c set at = at - interval '61 seconds' from f where c.finding_id = f.id""")
        .param(integration)
        .update();
  }

  @Test
  void eventsThatArriveLateAndOutOfOrderStillComplete() {
    data.events(List.of(Map.of("eventType", "user.authentication.auth_via_mfa", "at", "1m")));
    engine.follow();
    data.events(
        List.of(Map.of("eventType", "user.mfa.okta_verify.deny_push", "at", "3m", "times", 5)));
    engine.follow();
    assertThat(engine.open(integration, "push-bombing-succeeded")).containsExactly("ada");
  }

  @Test
  void transactionsAreReadInTheirOrderWhateverTheirNumberOfDigits() {
    engine.transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          engine
              .database
              .sql("update store.follower set xid = '98', seq = 0 where name = 'detections'")
              .update();
          data.events(List.of(Map.of("eventType", "system.api_token.create")));
          engine
              .database
              .sql("update store.event set xid = '99' where integration = ?")
              .param(integration)
              .update();
          engine
              .database
              .sql(
                  """
                  insert into store.event (integration, published, uuid, xid, event_type, doc, received_via)
                  select ?, now(), 'n' || n, '100', 'nobody.looks.at', '{}', 'test' from generate_series(1, ?) n""")
              .params(integration, Follower.BATCH)
              .update();
          engine.follower.follow();
          assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
        });
  }

  @Test
  void aHuntWhoseRuleCanNotBeReadAnyMoreSaysThatItsFileMayHaveAMistake() {
    long hunt =
        engine
            .database
            .sql("insert into store.hunt (rule, since) values ('spoilt', now()) returning id")
            .query(Long.class)
            .single();
    engine.hunts().goOn();
    HuntRequests.HuntState ended =
        new HuntRequests(engine.database, engine.library).find(hunt).orElseThrow();
    assertThat(ended.state()).isEqualTo("failed");
    assertThat(ended.reason()).contains("its file has a mistake", "GET /api/checks");
    engine.database.sql("delete from store.hunt where id = ?").param(hunt).update();
  }

  @Test
  void aHuntOverThePastFindsTheSameAndNothingTwice() {
    RetroHunts hunts = engine.hunts();
    data.events(List.of(Map.of("eventType", "user.lifecycle.create", "at", "5d", "times", 2)));
    data.events(List.of(Map.of("eventType", "system.api_token.create", "at", "5d", "times", 2)));
    engine.follow();
    assertThat(engine.open(integration, "user-lifecycle")).isEmpty();
    HuntRequests requests = new HuntRequests(engine.database, engine.library);
    requests.start("user-lifecycle", Duration.ofDays(30), "ada");
    requests.start("api-token-created", Duration.ofDays(30), "ada");
    Awaitility.await("a turn lasts a second, in which a busy machine doesn't get through both")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              hunts.goOn();
              return engine
                      .database
                      .sql("select count(*) from store.hunt where state <> 'finished'")
                      .query(Long.class)
                      .single()
                  == 0;
            });
    assertThat(engine.open(integration, "user-lifecycle")).isNotEmpty();
    assertThat(evidence("api-token-created")).contains("\"events\": 2");
  }

  private long count(String table) {
    return engine
        .database
        .sql(
            "select count(*) from %s e join store.finding f on f.id = e.finding_id where f.integration = ? and f.check_id = 'api-token-created'"
                .formatted(table))
        .param(integration)
        .query(Long.class)
        .single();
  }

  private List<String> changes() {
    return engine
        .database
        .sql(
            "select change from okta.finding_changes where integration = ? and check_id = 'api-token-created' order by id::bigint")
        .param(integration)
        .query(String.class)
        .list();
  }

  private String evidence(String rule) {
    return engine
        .database
        .sql("select evidence::text from okta.findings where integration = ? and check_id = ?")
        .params(integration, rule)
        .query(String.class)
        .single();
  }
}
