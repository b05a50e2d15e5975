package org.oktadata.findings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/** Whatever the store holds, the events after it are judged. */
class OddEventsTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @BeforeEach
  void startAtTheEnd() {
    engine.follow();
  }

  @Test
  void aNumberOfAnyLengthIsReadLikeAnyOther() {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "system.api_token.create",
                "debugContext",
                Map.of("odd", BigInteger.TEN.pow(100_000)))));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(unjudged()).isZero();
  }

  @Test
  void eventsThatAreLargeAreJudgedOneByOneAndOneThatNobodyCouldReadIsPassedOver() {
    for (String who : List.of("ada", "grace")) {
      data.events(
          List.of(
              Map.of(
                  "eventType",
                  "system.api_token.create",
                  "actor",
                  actor(who),
                  "debugContext",
                  Map.of("odd", "x".repeat(who.equals("ada") ? 300_000 : 11_000_000)))));
    }
    data.events(List.of(Map.of("eventType", "system.api_token.create", "actor", actor("mary"))));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada", "mary");
    assertThat(unjudged()).isEqualTo(1);
  }

  @Test
  void ofLongValuesAFindingShowsTheBeginning() {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "system.api_token.create",
                "client",
                Map.of("userAgent", Map.of("rawUserAgent", "x".repeat(100_000))))));
    engine.follow();
    assertThat(
            engine
                .database
                .sql(
                    "select length(evidence ->> 'userAgent') from store.finding where integration = ?")
                .param(integration)
                .query(Integer.class)
                .single())
        .isEqualTo(1_000);
  }

  @Test
  void typesThatSomebodyMadeUpFillNoMemory() {
    RuleIndex index = new RuleIndex(engine.library.current().detections());
    List<RuleIndex.Candidate> real = index.candidates("system.api_token.create");
    assertThat(index.candidates("system.api_token.create")).as("remembered").isSameAs(real);
    for (int i = 0; i < 10_000; i++) {
      assertThat(index.candidates("made.up." + i)).hasSize(index.candidates("made.up").size());
    }
    assertThat(index.candidates("system.api_token.create"))
        .as("forgotten with the others")
        .isNotSameAs(real)
        .isEqualTo(real)
        .isNotEmpty();
  }

  @Test
  void anEventTooDeepToReadIsCountedAndPassedOver() {
    data.events(List.of(Map.of("eventType", "system.api_token.create", "at", "2m")));
    engine
        .database
        .sql(
            "update store.event set doc = doc || jsonb_build_object('deep', (repeat('[', 1500) || repeat(']', 1500))::jsonb) where integration = ?")
        .param(integration)
        .update();
    data.events(List.of(Map.of("eventType", "system.api_token.create", "actor", actor("grace"))));
    engine.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("grace");
    assertThat(unjudged()).isEqualTo(1);
  }

  @Test
  void anEventThatBreaksARulesSqlLeavesTheOtherEventsToTheRule(@TempDir Path home)
      throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    Files.writeString(
        home.resolve("detections/far-north.yaml"),
        """
        id: far-north
        title: Far north
        severity: low
        description: Casts what an event holds.
        remediation: None.
        filter: eventType eq "user.session.start"
        window: 1h
        group-by: [actor.id]
        keep: {lat: client.geographicalContext.geolocation.lat}
        having: max(lat::float) > 50 and count(*) > 1
        """);
    Engine north = new Engine(home, Map.of());
    north.nothingIsUnread();
    for (String who : List.of("ada", "grace", "mary")) {
      Object latitude = who.equals("grace") ? "north" : 52.5;
      travel(who, latitude, "21m");
      travel(who, 1.35, "1m");
    }
    north.follow();
    assertThat(north.open(integration, "far-north")).containsExactly("ada", "mary");
    assertThat(north.trouble(north.library.current().find("far-north").orElseThrow()))
        .contains("detections/far-north.yaml")
        .contains("north");
  }

  @Test
  void theSameTroubleWithAnotherValueIsNoNews() {
    Detection rule = engine.active.known().get(0);
    String problem = "ERROR: invalid input syntax for type double precision: \"%s\"";
    assertThat(engine.trouble.noted(rule, problem.formatted("north"))).isTrue();
    assertThat(engine.trouble.noted(rule, problem.formatted("south"))).isFalse();
    assertThat(engine.trouble(rule)).contains("south");
    assertThat(engine.trouble.noted(rule, "ERROR: division by zero")).isTrue();
    DataAccessException endless =
        new BadSqlGrammarException(
            "t", "s", new SQLException(problem.formatted("x".repeat(5_000)), "22P02"));
    assertThat(ReaderQuery.problem(endless)).hasSizeLessThan(1_100);
  }

  @Test
  void namesLongerThanAnIndexTakesAreFoundAllTheSame() {
    String address =
        new Random(7).ints(9_000, 'a', 'z').mapToObj(Character::toString).collect(joining());
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.session.start",
                "times",
                16,
                "outcome",
                Map.of("result", "FAILURE", "reason", "VERIFICATION_ERROR"),
                "client",
                Map.of("ipAddress", address))));
    engine.follow();
    assertThat(engine.open(integration, "unknown-user-flood"))
        .singleElement()
        .matches(id -> id.startsWith(address.substring(0, 200)) && id.length() == 250);
  }

  @Test
  void aRuleThatForbidsWritingForbidsItToNobody(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    Files.writeString(
        home.resolve("detections/closing.yaml"),
        """
        id: closing
        title: Closing
        severity: low
        description: Lets nobody write.
        remediation: None.
        filter: eventType eq "system.api_token.create"
        where: set_config('transaction_read_only', 'on', true) = 'on'
        """);
    Files.copy(
        Path.of("detections/api-token-created.yaml"),
        home.resolve("detections/api-token-created.yaml"));
    Engine closing = new Engine(home, Map.of());
    closing.nothingIsUnread();
    data.events(List.of(Map.of("eventType", "system.api_token.create")));
    closing.follow();
    assertThat(closing.open(integration, "closing")).containsExactly("ada");
    assertThat(closing.open(integration, "api-token-created")).containsExactly("ada");
  }

  @Test
  void aConditionIsAskedOfItsOwnEventAndNotOfAnothersWithThatUuid(@TempDir Path home)
      throws IOException {
    Files.createDirectories(home.resolve("checks"));
    Files.createDirectories(home.resolve("detections"));
    Files.writeString(
        home.resolve("detections/germans.yaml"),
        "id: germans\ntitle: T\nseverity: low\ndescription: D\nremediation: R\nfilter: eventType pr\n"
            + "where: |\n  e.doc #>> '{client,geographicalContext,country}' = 'Germany'\n");
    Engine germans = new Engine(home, Map.of());
    germans.nothingIsUnread();
    String other = FindingsDatabase.integration();
    data.events(List.of(Map.of("eventType", "zone.update")));
    new CaseData(engine.database, other)
        .events(
            List.of(
                Map.of(
                    "eventType",
                    "zone.update",
                    "client",
                    Map.of("geographicalContext", Map.of("country", "Norway")))));
    engine
        .database
        .sql("update store.event set uuid = 'the same' where integration in (?, ?)")
        .params(integration, other)
        .update();
    germans.follow();
    assertThat(germans.open(integration, "germans")).containsExactly("ada");
    assertThat(germans.open(other, "germans")).isEmpty();
  }

  @Test
  void aWrongSettingOfOneDetectionLeavesTheOthers() {
    Engine wrong =
        new Engine(
            Path.of("").toAbsolutePath(), Map.of("brute-force-lockout", Map.of("failures", "ten")));
    data.events(
        List.of(
            Map.of("eventType", "user.account.lock"),
            Map.of("eventType", "system.api_token.create")));
    wrong.follow();
    assertThat(wrong.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(wrong.trouble(wrong.library.current().find("brute-force-lockout").orElseThrow()))
        .contains("detections/brute-force-lockout.yaml", "failures: 'ten' isn't allowed");
  }

  @Test
  void anOrgThatIsConnectedTwiceIsJudgedByWhatEachOfTheTwoKnows() {
    data.document(
        "users", "", Map.of("id", "svc", "profile", Map.of("userType", "Service Account")));
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.account.privilege.grant",
                "target",
                List.of(Map.of("id", "svc", "type", "User")))));
    String withoutUsers = FindingsDatabase.integration();
    engine
        .database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, actor_id, doc, received_via)
            select ?, published, uuid, event_type, actor_id, doc, received_via from store.event where integration = ?""")
        .params(withoutUsers, integration)
        .update();
    engine.follow();
    assertThat(engine.open(integration, "admin-role-to-non-human")).containsExactly("svc");
    assertThat(engine.open(withoutUsers, "admin-role-to-non-human")).isEmpty();
  }

  private void travel(String who, Object latitude, String at) {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.session.start",
                "at",
                at,
                "actor",
                actor(who),
                "client",
                Map.of(
                    "geographicalContext",
                    Map.of("geolocation", Map.of("lat", latitude, "lon", 103.8))))));
  }

  private static Map<String, Object> actor(String id) {
    return Map.of("id", id);
  }

  private double unjudged() {
    return engine.meters.get("okta.detections.unjudged").functionCounter().count();
  }
}
