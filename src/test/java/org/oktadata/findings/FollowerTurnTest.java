package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several instances one reads new events, as long as it does so. */
class FollowerTurnTest {

  private final Engine first = engine(Duration.ofMinutes(5));
  private final Engine second = engine(Duration.ofMinutes(5));
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(first.database, integration);

  @BeforeEach
  void theFirstBegins() {
    assertThat(first.follower.follow()).isTrue();
  }

  @AfterEach
  void leaveItToOtherTests() {
    first.database.sql("update store.follower set owner = null, owner_until = null").update();
  }

  @Test
  void staysWhereItIsAndNothingIsForgottenThere() {
    for (int i = 20; i > 10; i--) {
      data.events(List.of(Map.of("eventType", "user.session.start", "at", i + "m")));
      assertThat(second.follower.follow()).isFalse();
      assertThat(first.follower.follow()).isTrue();
    }
    assertThat(kept("sign-ins-from-two-countries")).as("of ten that are alike").isEqualTo(1);
  }

  @Test
  void isTakenOverFromAnInstanceThatIsSilent() {
    Engine silent = engine(Duration.ofMillis(1));
    free();
    assertThat(silent.follower.follow()).isTrue();
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(second.follower::follow);
    assertThat(first.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(silent.follower.follow()).as("the one that was silent comes back").isFalse();
  }

  @Test
  void nobodyWaitsForABatchOfAnother() {
    free();
    first.transaction.executeWithoutResult(
        status -> {
          first.database.sql("select from store.follower for update").query().listOfRows();
          assertThat(CompletableFuture.supplyAsync(second.follower::follow))
              .succeedsWithin(Duration.ofSeconds(20))
              .isEqualTo(false);
        });
    assertThat(second.follower.follow()).isTrue();
  }

  private static Engine engine(Duration turn) {
    return new Engine(Path.of("").toAbsolutePath(), Map.of(), turn);
  }

  /** As if the one whose turn it was had died. */
  private void free() {
    first.database.sql("update store.follower set owner_until = now() - interval '1 s'").update();
  }

  private long kept(String rule) {
    return first
        .database
        .sql("select count(*) from store.match where integration = ? and rule = ?")
        .params(integration, rule)
        .query(Long.class)
        .single();
  }
}
