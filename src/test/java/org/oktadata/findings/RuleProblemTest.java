package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;

/** SQL that the database refuses is told with its file, its line and nothing of ours. */
class RuleProblemTest {

  @TempDir Path home;
  private Engine engine;
  private String integration;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(home.resolve("checks"));
    Files.createDirectory(home.resolve("detections"));
    integration = FindingsDatabase.integration();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          log_in                        | checks/odd.yaml line 9: column "log_in" does not exist. Perhaps you meant to reference the column "users.login".
          1 / (length(id) - length(id)) | checks/odd.yaml line 7: division by zero
          login::int                    | checks/odd.yaml line 7: invalid input syntax for type integer: "u1@example.com"
          """)
  void ofACheck(String column, String problem) throws IOException {
    rule(
        "checks/odd.yaml",
        """
        settings: {days: {default: 5}}
        sql: |
          select id as subject_id, :days as days,
            %s
          from okta.users -- all of them
          where integration = :integration
        needs: [users]
        """
            .formatted(column));
    users();
    engine.evaluate(engine.library.current().checks().iterator().next(), integration);
    assertThat(state()).isEqualTo("invalid: " + problem);
  }

  @Test
  void rowsThatSayNotWhomTheyAreAbout() throws IOException {
    rule(
        "checks/odd.yaml",
        "sql: select id, login from okta.users where integration = :integration\nneeds: [users]");
    users();
    engine.evaluate(engine.library.current().checks().iterator().next(), integration);
    assertThat(state())
        .isEqualTo(
            "invalid: checks/odd.yaml line 6: the query has no column subject_id, which says whom or what a finding is about");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          where: e.actr_id is null | detections/odd.yaml line 7: column e.actr_id does not exist. Perhaps you meant to reference the column "e.actor_id".
          """)
  void ofACondition(String condition, String problem) throws IOException {
    rule("detections/odd.yaml", "filter: eventType eq \"user.session.start\"\n" + condition + "\n");
    happens();
    assertThat(engine.trouble(engine.library.current().byId().get("odd"))).isEqualTo(problem);
  }

  @Test
  void ofAWindow() throws IOException {
    rule(
        "detections/odd.yaml",
        """
        filter: eventType eq "user.session.start"
        window: 10m
        group-by: [actor.id]
        having: |
          count(*) > 0
          and count(distinct address) > 0
        """);
    happens();
    assertThat(engine.trouble(engine.library.current().byId().get("odd")))
        .isEqualTo("detections/odd.yaml line 11: column \"address\" does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          where: e.actr_id is null | line 7: column e.actr_id does not exist. Perhaps you meant to reference the column "e.actor_id".
          {window: 10m, having: count(distinct address) > 0} | line 9: column "address" does not exist
          {window: 10m, having: sum(subject_id) > 0} | line 9: function sum(text) does not exist. No function matches the given name and argument types. You might need to add explicit type casts.
          {window: 10m, having: count(*) >} | line 9: syntax error at or near ")"
          {window: 10m, sql: select * from matches join okta.usrs using (integration)} | line 9: relation "okta.usrs" does not exist
          """)
  void beforeAnEventIsHeldAgainstIt(String conditions, String problem) throws IOException {
    rule(
        "detections/odd.yaml",
        "filter: eventType eq \"user.session.start\"\n"
            + conditions.replaceAll("[{}]", "").replace(", ", "\ngroup-by: [actor.id]\n")
            + "\n");
    engine.nothingIsUnread();
    engine.follow();
    assertThat(engine.trouble(engine.library.current().byId().get("odd")))
        .isEqualTo("detections/odd.yaml " + problem);
  }

  @Test
  void ofASeverityThatThereIsNot() throws IOException {
    rule("checks/odd.yaml", "sql: select 'x' as subject_id, 'urgent' as severity");
    assertThat(
            RuleProblem.of(
                engine.library.current().checks().iterator().next(),
                new DataIntegrityViolationException(
                    "violates check constraint \"finding_severity_check\"")))
        .isEqualTo(
            "checks/odd.yaml line 6: the column severity has something else than one of [critical, high, medium, low, info]");
  }

  private void happens() {
    engine.nothingIsUnread();
    new CaseData(engine.database, integration)
        .events(List.of(Map.of("eventType", "user.session.start")));
    engine.follow();
  }

  private void rule(String file, String rest) throws IOException {
    Files.writeString(
        home.resolve(file),
        """
        id: odd
        title: Odd
        severity: low
        description: D.
        remediation: R.
        """
            + rest);
    engine = new Engine(home, Map.of());
  }

  private void users() {
    CaseData data = new CaseData(engine.database, integration);
    data.collected(List.of("users"));
    data.documents(Map.of("users", List.of(Map.of("id", "u1"))));
  }

  private String state() {
    return engine
        .database
        .sql(
            "select state || coalesce(': ' || reason, '') from store.check_state where integration = ? and check_id = 'odd'")
        .param(integration)
        .query(String.class)
        .single();
  }
}
