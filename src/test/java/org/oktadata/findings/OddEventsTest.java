package org.oktadata.findings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the store holds, the events after it are judged. */
class OddEventsTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @BeforeEach
  void startAtTheEnd() {
    engine.follower.follow();
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
    engine.follower.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(unjudged()).isZero();
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
    engine.follower.follow();
    assertThat(engine.open(integration, "api-token-created")).containsExactly("grace");
    assertThat(unjudged()).isEqualTo(1);
  }

  @Test
  void anEventThatBreaksARulesSqlLeavesTheOtherEventsToTheRule() {
    for (String who : List.of("ada", "grace", "mary")) {
      Object latitude = who.equals("grace") ? "north" : 52.5;
      travel(who, latitude, "21m");
      travel(who, 1.35, "1m");
    }
    engine.follower.follow();
    assertThat(engine.open(integration, "impossible-travel")).containsExactly("ada", "mary");
    assertThat(engine.trouble.of(engine.library.current().find("impossible-travel").orElseThrow()))
        .contains("detections/impossible-travel.yaml")
        .contains("north");
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
    engine.follower.follow();
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
    closing.follower.follow();
    assertThat(closing.open(integration, "closing")).containsExactly("ada");
    assertThat(closing.open(integration, "api-token-created")).containsExactly("ada");
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
    wrong.follower.follow();
    assertThat(wrong.open(integration, "api-token-created")).containsExactly("ada");
    assertThat(wrong.trouble.of(wrong.library.current().find("brute-force-lockout").orElseThrow()))
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
    engine.follower.follow();
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
