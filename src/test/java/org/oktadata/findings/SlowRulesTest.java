package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.QueryTimeoutException;

/** A database that is slow for a while makes no rule miss an event. */
class SlowRulesTest {

  @TempDir private Path home;
  private Engine engine;
  private String integration;
  private CaseData data;

  @BeforeEach
  void startAtTheEnd() throws IOException {
    Files.createDirectory(home.resolve("checks"));
    Files.createDirectory(home.resolve("detections"));
    rule("slow", "where: okta.answers_in_time()");
    rule("quick", "");
    engine = new Engine(home, Map.of());
    integration = FindingsDatabase.integration();
    data = new CaseData(engine.database, integration);
    engine.nothingIsUnread();
    inTime(false);
  }

  @AfterEach
  void forgetIt() {
    engine.database.sql("drop function okta.answers_in_time").update();
  }

  @Test
  void whatTheDatabaseWasTooSlowForIsJudgedOnceItIsQuickAgain() {
    event();
    comesAgain();
    comesAgain();
    inTime(true);
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(engine.open(integration, "quick")).containsExactly("ada");
    assertThat(trouble()).isNull();
  }

  @Test
  void aRuleThatIsTooSlowThreeTimesLeavesTheBatchToTheOthers() {
    event();
    comesAgain();
    comesAgain();
    engine.follow();
    assertThat(engine.open(integration, "quick")).containsExactly("ada");
    assertThat(engine.open(integration, "slow")).isEmpty();
    assertThat(trouble()).contains("detections/slow.yaml line ", "took too long");
    event();
    comesAgain();
    inTime(true);
    engine.follow();
    assertThat(engine.open(integration, "slow")).containsExactly("ada");
    assertThat(trouble()).isNull();
  }

  private void comesAgain() {
    assertThatThrownBy(engine.follower::follow).isInstanceOf(QueryTimeoutException.class);
    assertThat(engine.open(integration, "quick")).isEqualTo(found);
  }

  private void event() {
    found = engine.open(integration, "quick");
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
  }

  private List<String> found = List.of();

  private String trouble() {
    return engine.trouble.of(engine.library.current().find("slow").orElseThrow());
  }

  private void rule(String id, String condition) throws IOException {
    Files.writeString(
        home.resolve("detections/" + id + ".yaml"),
        """
        id: %s
        title: A rule
        severity: low
        description: A rule.
        remediation: None.
        filter: eventType eq "system.api_token.create"
        %s
        """
            .formatted(id, condition));
  }

  /** As after statement_timeout, without waiting for it. */
  private void inTime(boolean is) {
    engine
        .database
        .sql(
            """
            create or replace function okta.answers_in_time() returns boolean language plpgsql as $$
            begin
              if not %s then raise exception 'canceling statement due to statement timeout' using errcode = '57014'; end if;
              return true;
            end $$"""
                .formatted(is))
        .update();
  }
}
