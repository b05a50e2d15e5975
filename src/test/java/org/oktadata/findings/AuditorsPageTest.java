package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the page for auditors says is asked as it stands there, and answers it. */
class AuditorsPageTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sql\n(.*?)```");
  private static final String GONE = "00uGoneGoneGoneGone1";
  private static final String STAYS = "00uStayStayStayStay2";

  private final JdbcClient database = JdbcClient.create(FindingsDatabase.open());
  private final String integration = FindingsDatabase.integration();

  @Test
  void anAnalystMayAskEachQuestionOfThePage() throws Exception {
    List<String> questions = questions();
    assertThat(questions).hasSizeGreaterThan(10);
    try (Connection connection = FindingsDatabase.open().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role okta_reader");
      try {
        for (String question : questions) {
          statement.execute(question);
        }
      } finally {
        statement.execute("reset role");
      }
    }
  }

  @Test
  void administratorsAreThoseOfTheDay() throws Exception {
    past("users", "", "u1", "2026-03-01", null, "{\"profile\": {\"login\": \"directly\"}}");
    past("users", "", "u2", "2026-03-01", null, "{\"profile\": {\"login\": \"by-group\"}}");
    past("users", "", "u3", "2026-03-01", null, "{\"profile\": {\"login\": \"later\"}}");
    past("users", "", "u4", "2026-03-01", null, "{\"profile\": {\"login\": \"before\"}}");
    past("groups", "", "g1", "2026-03-01", null, "{\"profile\": {\"name\": \"Helpers\"}}");
    past("admin_roles", "u1", "r1", "2026-04-20", "2026-05-10", role("USER", "Super"));
    past("admin_roles", "u2", "r2", "2026-03-01", null, role("GROUP", "Help Desk"));
    past("admin_roles", "u3", "r3", "2026-05-03", null, role("USER", "Super"));
    past("admin_roles", "u4", "r4", "2026-03-01", "2026-04-30", role("USER", "Super"));
    past("group_roles", "g1", "r5", "2026-03-01", null, role("GROUP", "Help Desk"));
    past("group_members", "g1", "u2", "2026-05-01", "2026-05-05", "{}");
    String question =
        questions().stream()
            .filter(each -> each.contains("null as group_id"))
            .findFirst()
            .orElseThrow();
    assertThat(
            database
                .sql(
                    "select concat_ws(' ', login, role, through) from (%s) q where integration = ?"
                        .formatted(question))
                .param(integration)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("directly Super", "by-group Help Desk Helpers");
  }

  @Test
  void whoIsStillThereIsNotErased() {
    past(
        "users",
        "",
        GONE,
        "2026-03-01",
        null,
        "{\"profile\": {\"login\": \"ada.l+x@acme.example\"}}");
    assertThatThrownBy(this::forget).hasMessageContaining("is still in Okta");
    assertThatThrownBy(
            () -> database.sql("select * from store.forget_user('x', '%')").query().listOfRows())
        .hasMessageContaining("20 letters and digits");
    assertThat(count("store.resource", "id = '" + GONE + "'")).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfWhoIsErasedAndNothingOfOthersIsGone() {
    CaseData data = new CaseData(database, integration);
    String login = "{\"profile\": {\"login\": \"ada.l+x@acme.example\"}}";
    past("users", "", GONE, "2026-03-01", "2026-04-01", login);
    past(
        "users",
        "",
        STAYS,
        "2026-03-01",
        null,
        "{\"profile\": {\"login\": \"adaXl@acme.example\"}}");
    past("factors", GONE, "f1", "2026-03-01", "2026-04-01", "{}");
    past("factors", STAYS, "f2", "2026-03-01", null, "{}");
    past("group_members", "g1", GONE, "2026-03-01", "2026-04-01", "{}");
    data.events(
        List.of(
            Map.of("eventType", "any", "actor", Map.of("id", GONE)),
            Map.of("eventType", "any", "target", List.of(Map.of("id", GONE, "type", "User"))),
            Map.of(
                "eventType",
                "any",
                "actor",
                Map.of("id", "unknown", "alternateId", "ADA.L+X@acme.example")),
            Map.of(
                "eventType",
                "any",
                "actor",
                Map.of("id", STAYS, "alternateId", "adaXl@acme.example"))));
    finding("about", GONE, "{}");
    finding("with", "g1", "{\"admins\": [\"ada.l+x@acme.example\"]}");
    finding("other", STAYS, "{\"login\": \"adaXl@acme.example\"}");

    forget();

    for (String table : List.of("resource", "resource_history", "event", "finding")) {
      assertThat(count("store." + table, "t::text ~* '%s|ada\\.l\\+x'".formatted(GONE)))
          .as(table)
          .isZero();
    }
    assertThat(count("store.resource", "true")).isEqualTo(2);
    assertThat(count("store.event", "true")).isEqualTo(1);
    assertThat(count("store.finding", "true")).isEqualTo(1);
  }

  private List<Map<String, Object>> forget() {
    return database
        .sql("select * from store.forget_user(?, ?)")
        .params(integration, GONE)
        .query()
        .listOfRows();
  }

  private long count(String table, String condition) {
    return database
        .sql("select count(*) from %s t where integration = ? and %s".formatted(table, condition))
        .param(integration)
        .query(Long.class)
        .single();
  }

  private void finding(String check, String subject, String evidence) {
    database
        .sql(
            """
            insert into store.finding (integration, check_id, kind, subject_type, subject_id, severity, state, evidence)
            values (?, ?, 'posture', 'user', ?, 'low', 'open', ?::jsonb)""")
        .params(integration, check, subject, evidence)
        .update();
  }

  private static String role(String type, String label) {
    return "{\"assignmentType\": \"%s\", \"label\": \"%s\", \"status\": \"ACTIVE\"}"
        .formatted(type, label);
  }

  /** A document that was there from one day on, and is gone since another, if at all. */
  private void past(String type, String parent, String id, String from, String until, String doc) {
    database
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, first_seen, changed_at, deleted_at)
            values (?, ?, ?, ?, ?::jsonb, ?::timestamptz, ?::timestamptz, ?::timestamptz)""")
        .params(Arrays.asList(integration, type, parent, id, doc, from, from, until))
        .update();
  }

  private static List<String> questions() throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("docs/auditors.md")));
    return blocks
        .results()
        .map(block -> block.group(1))
        .filter(block -> !block.startsWith("-- owner"))
        .flatMap(block -> Stream.of(block.split(";\\s*(\n|$)")))
        .filter(question -> !question.isBlank())
        .toList();
  }
}
