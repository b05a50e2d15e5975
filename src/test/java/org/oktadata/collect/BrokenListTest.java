package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;

/** The members of one group can't be read, or not as they were asked for. */
class BrokenListTest {

  private static final String GROUPS = "/api/v1/groups";
  private static final String MEMBERS = "/api/v1/groups/%s/users";
  private static final LocalDate LONG_AGO = LocalDate.now().minusDays(30);
  private static final String BROKEN = MEMBERS.formatted("g2");

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.http.attempts=2",
            "--okta.http.max-answer=1MB",
            "--okta.home=" + SmallHome.in(folder, Set.of("users", "groups", "group_members")),
            "--okta.integrations[0].data-types=groups,group_members");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void aCollectionThatLacksOneList() {
    app.database()
        .sql(
            "delete from store.run; delete from store.unread_list; delete from store.resource; delete from store.refresh")
        .update();
    okta.forget();
    okta.give(GROUPS, 200, groups("g1", "g2", "g3"));
    okta.give(GROUPS + "?search=", 200, groups("g1"));
    for (String group : List.of("g1", "g2", "g3")) {
      okta.give(MEMBERS.formatted(group), 200, "[{\"id\":\"u1\"}]");
    }
    okta.give(BROKEN, 403, "{\"errorCode\":\"E0000006\",\"errorSummary\":\"No permission\"}");
    assertThat(read("full")).startsWith("PARTIAL_SUCCESS 1 of 3 lists could not be read: ");
  }

  @Test
  void aDeltaReadsThatListAgainAndNoOtherButWhatChanged() {
    assertThat(read("delta")).startsWith("PARTIAL_SUCCESS 1 of its lists could not be read: ");
    assertThat(calls()).isEqualTo(Map.of("g1", 1, "g2", 2, "g3", 1));
    assertThat(state()).startsWith("PARTIAL_SUCCESS 1 of its lists could not be read: ");
    assertThat(app.column("select parent_id from okta.unread_lists")).containsExactly("g2");
    assertThat(app.column("select group_id from okta.group_members")).containsExactly("g1", "g3");
  }

  @Test
  void theDataTypeIsCompleteOnceADeltaCouldReadIt() {
    okta.give(BROKEN, 200, "[{\"id\":\"u1\"}]");
    assertThat(read("delta")).isEqualTo("SUCCESS");
    assertThat(state()).isEqualTo("SUCCESS");
    assertThat(app.column("select group_id from okta.group_members")).contains("g2");
    assertThat(app.count("select count(*) from okta.unread_lists")).isZero();
  }

  @Test
  void aListWhoseGroupIsGoneIsNotReadAgain() {
    app.database()
        .sql(
            "update store.resource set deleted_at = now() where data_type = 'groups' and id = 'g2'")
        .update();
    assertThat(read("delta")).isEqualTo("SUCCESS");
    assertThat(calls()).isEqualTo(Map.of("g1", 1, "g2", 1, "g3", 1));
    assertThat(app.count("select count(*) from okta.unread_lists")).isZero();
  }

  @Test
  void whatEventsTellOfTheOthersIsReadWithinSeconds() {
    app.database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now(), 'e1', 'group.user_membership.add', '{"target":[{"id":"g3","type":"UserGroup"}]}', 'sqs')
            on conflict do nothing""")
        .update();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                calls().get("g3") == 2
                    && app.count("select count(*) from store.run where status = 'RUNNING'") == 0);
    assertThat(calls()).isEqualTo(Map.of("g1", 1, "g2", 1, "g3", 2));
  }

  /** Without a role Okta answers with an empty list, as it does where nothing has changed. */
  @Test
  void aDeltaAsksForAFewGroupsThatAreKnownAndIsIncompleteWithoutAny() {
    okta.give(GROUPS + "?search=", 200, "[]");
    okta.give(GROUPS + "?lastMembershipUpdated%20ge%20%22" + LONG_AGO, 200, groups("g1"));
    String groups = "select concat_ws(' ', status, reason) from store.state_of('acme', 'groups')";
    read("delta");
    assertThat(app.column(groups)).containsExactly("SUCCESS");
    okta.give(GROUPS + "?lastMembershipUpdated%20ge%20%22" + LONG_AGO, 200, "[]");
    read("delta");
    assertThat(app.column(groups))
        .singleElement()
        .asString()
        .startsWith("FAILURE Okta answered with an empty list of groups");
  }

  @Test
  void theOthersAreReadThoughThatOneIsRefusedFirst() {
    String refused = "select count(*) from store.request where request = 'g2' and state = 'failed'";
    for (String group : List.of("g1", "g3")) {
      okta.holdBack(
          MEMBERS.formatted(group), () -> Awaitility.await().until(() -> app.count(refused) == 1));
    }
    assertThat(read("full")).startsWith("PARTIAL_SUCCESS 1 of 3 lists could not be read: ");
  }

  /** More than are looked up at a time: those behind them are open while the first is refused. */
  @Test
  void aListForWhichNoTokenIsTakenFailsAlone() {
    String first = MEMBERS.formatted("g1000");
    String refused =
        "select count(*) from store.request where request = 'g1000' and state = 'failed'";
    okta.forget();
    okta.give(
        GROUPS,
        200,
        groups(IntStream.range(1000, 1520).mapToObj("g%d"::formatted).toArray(String[]::new)));
    okta.give(
        first, 401, "{\"errorCode\":\"E0000011\",\"errorSummary\":\"Invalid token provided\"}");
    for (int group = 1001; group < 1016; group++) {
      okta.holdBack(
          MEMBERS.formatted("g" + group),
          () -> Awaitility.await().until(() -> app.count(refused) == 1));
    }
    assertThat(read("full"))
        .isEqualTo(
            "PARTIAL_SUCCESS 1 of 520 lists could not be read: Okta does not accept the access token for %s (401 E0000011: Invalid token provided)."
                .formatted(first));
  }

  @Test
  void whenItWasLastCompleteIsKnownHoweverLongAgoThatWas() {
    okta.give(BROKEN, 200, "[{\"id\":\"u1\"}]");
    assertThat(read("full")).isEqualTo("SUCCESS");
    okta.give(BROKEN, 403, "{}");
    read("full");
    app.database()
        .sql(
            """
            update store.run set finished_at = finished_at - interval '100 days';
            update store.run_data_type set finished_at = finished_at - interval '100 days'""")
        .update();
    read("full");
    app.bean(Retention.class).tidy();
    assertThat(app.count("select count(*) from store.run"))
        .as("the last, and the last that was complete")
        .isEqualTo(2);
    assertThat(
            app.column(
                "select extract(day from now() - complete_at) from store.state_of('acme', 'group_members')"))
        .containsExactly("100");
  }

  @Test
  void noListOutlivesItsRun() {
    assertThat(app.count("select count(*) from store.request")).isZero();
    app.database()
        .sql(
            """
            insert into store.request (run_id, data_type, request, position, path, state)
            select id, 'factors', 'u1', 1, '/', 'failed' from store.run""")
        .update();
    app.bean(Retention.class).tidy();
    assertThat(app.count("select count(*) from store.request")).isZero();
  }

  /** A thousand members come with their whole profiles, which may be large. */
  @Test
  void aPageThatIsLargerThanMayBeReadIsAskedForInHalves() {
    String members = MEMBERS.formatted("g9");
    String large = "[{\"id\":\"u1\",\"profile\":\"%s\"}]".formatted("x".repeat(1 << 20));
    okta.forget();
    okta.give(GROUPS, 200, groups("g9"));
    okta.give(members + "?limit=1000", 200, large).give(members + "?limit=500", 200, large);
    okta.give(members + "?limit=250", "[{\"id\":\"u1\"}]", "u1");
    okta.give(members + "?after=u1", 200, "[{\"id\":\"u2\"}]");
    assertThat(read("full")).isEqualTo("SUCCESS");
    assertThat(app.column("select user_id from okta.group_members where group_id = 'g9'"))
        .containsExactly("u1", "u2");
    assertThat(okta.calls(members + "?limit=1000")).as("asked for once").isEqualTo(1);
    okta.give(members, 200, large).give(members + "?limit=250", 200, large);
    JsonNode run = app.collectFor(Duration.ofMinutes(1), "{}");
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(run.toString()).contains("larger than 1 MB");
    assertThat(app.column("select user_id from okta.group_members where group_id = 'g9'"))
        .as("what is not read is not taken for gone")
        .containsExactly("u1", "u2");
  }

  /** Groups whose members changed long ago. */
  private static String groups(String... ids) {
    String group =
        "{\"id\":\"%s\",\"type\":\"OKTA_GROUP\",\"lastUpdated\":\"%2$s\",\"lastMembershipUpdated\":\"%2$s\"}";
    return Stream.of(ids)
        .map(id -> group.formatted(id, LONG_AGO + "T01:02:03.000Z"))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Map<String, Integer> calls() {
    return Stream.of("g1", "g2", "g3")
        .collect(Collectors.toMap(group -> group, group -> okta.calls(MEMBERS.formatted(group))));
  }

  private static String state() {
    return app.database()
        .sql("select concat_ws(' ', status, reason) from store.state_of('acme', 'group_members')")
        .query(String.class)
        .single();
  }

  private static String read(String mode) {
    JsonNode run = app.collectFor(Duration.ofMinutes(1), "{\"mode\":\"%s\"}".formatted(mode));
    for (JsonNode part : run.path("dataTypes")) {
      if (part.path("dataType").asText().equals("group_members")) {
        String reason = part.path("reason").isNull() ? "" : part.path("reason").asText();
        return (part.path("status").asText() + " " + reason).trim();
      }
    }
    throw new AssertionError("no group_members in " + run.toPrettyString());
  }
}
