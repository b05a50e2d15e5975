package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left out of a check or detection is accepted from the beginning, until that ends. */
class ExclusionsTest {

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final Check check = (Check) engine.library.current().find("user-inactive").orElseThrow();
  private final Triage triage = new Triage(engine.database);
  private final Exclusions exclusions =
      new Exclusions(
          engine.database, engine.library, new ExclusionSubjects(engine.database), triage);

  @BeforeEach
  void collected() {
    engine.nothingIsUnread();
    data.collected(List.of("users"));
    row("groups", "", "g1", "{\"profile\": {\"name\": \"Robots\"}}");
  }

  @Test
  void whatIsLeftOutIsNeverOpened() {
    user("u1", "{90d ago}");
    String id = add(check.id(), "U1@example.com").id();
    evaluate();
    assertThat(finding("u1")).isEqualTo("accepted Known grace " + id);
    user("u1", "{1d ago}");
    evaluate();
    user("u1", "{91d ago}");
    evaluate();
    assertThat(finding("u1")).isEqualTo("accepted Known grace " + id);
    assertThat(history("u1")).containsExactly("accepted Known", "resolved", "accepted Known");
    assertThat(
            engine.one(
                integration,
                "count(*) filter (where exclusion_id = '%s') || ''".formatted(id),
                "okta.finding_changes"))
        .as("nobody is told of these")
        .isEqualTo("3");
  }

  @Test
  void whatIsOpenIsAcceptedAtOnceAndOpenAgainOnceItEnds() {
    user("u1", "{90d ago}");
    evaluate();
    Exclusion exclusion = add(check.id(), "u1");
    assertThat(exclusion.findings()).isOne();
    assertThat(finding("u1")).isEqualTo("accepted Known grace " + exclusion.id());
    assertThat(exclusions.end(Long.parseLong(exclusion.id()), "ada", "It left")).isTrue();
    assertThat(finding("u1")).isEqualTo("open");
    assertThat(history("u1"))
        .containsExactly(
            "opened",
            "accepted Known",
            "reopened Exclusion " + exclusion.id() + " was ended by ada: It left");
    assertThat(exclusions.end(Long.parseLong(exclusion.id()), "ada", "Once more")).isFalse();
  }

  @Test
  void whatIsBeingStoredWhileItIsAddedIsAcceptedAsSoonAsItIsStored() throws Exception {
    user("u1", "{90d ago}");
    CompletableFuture<Exclusion> added =
        engine.transaction.execute(
            status -> {
              evaluate();
              CompletableFuture<Exclusion> adding =
                  CompletableFuture.supplyAsync(
                      () -> engine.transaction.execute(inner -> add(check.id(), "u1")));
              int session =
                  engine.database.sql("select pg_backend_pid()").query(Integer.class).single();
              Awaitility.await().until(() -> adding.isDone() || engine.isWaitedFor(session));
              return adding;
            });
    assertThat(added.get(1, TimeUnit.MINUTES).findings()).isOne();
    assertThat(history("u1")).containsExactly("opened", "accepted Known");
  }

  @Test
  void aGroupLeavesOutWhoeverIsInItAsLongAsTheyAre() {
    user("u1", "{90d ago}");
    member("u1");
    user("u2", "{90d ago}");
    evaluate();
    String id = add(check.id(), "robots").id();
    assertThat(finding("u1")).isEqualTo("accepted Known grace " + id);
    assertThat(finding("u2")).isEqualTo("open");
    member("u2");
    user("u3", "{90d ago}");
    member("u3");
    evaluate();
    assertThat(history("u3")).containsExactly("accepted Known");
    triage.expire();
    assertThat(finding("u2")).isEqualTo("accepted Known grace " + id);
    update(
        "store.resource set deleted_at = now() where data_type = 'group_members' and id = 'u1' and");
    triage.expire();
    assertThat(history("u1"))
        .endsWith("reopened It is no longer in the group of exclusion " + id + ".");
    assertThat(finding("u2")).startsWith("accepted");
  }

  @Test
  void onceItsTimeIsOverWhatStillHoldsIsOpenAgain() {
    user("u1", "{90d ago}");
    evaluate();
    String id = add(check.id(), "u1").id();
    for (String sql :
        List.of(
            "store.exclusion set until = now() - interval '1 second' where",
            "store.finding set state_until = now() - interval '1 second' where")) {
      update(sql);
    }
    evaluate();
    assertThat(finding("u1")).isEqualTo("open");
    assertThat(history("u1")).endsWith("reopened The time of exclusion " + id + " is over.");
  }

  @Test
  void aPersonsDecisionAboutOneFindingStays() {
    user("u1", "{90d ago}");
    user("u2", "{90d ago}");
    evaluate();
    triage.decide(id("u1"), Decision.accept("ada", "Mine", Instant.now().plusSeconds(3600), false));
    triage.decide(id("u2"), Decision.mute("ada", "Before", Instant.now().plusSeconds(3600), false));
    triage.decide(id("u2"), Decision.reopen("ada", "Before"));
    member("u1");
    member("u2");
    String id = add(check.id(), "g1").id();
    assertThat(finding("u1")).isEqualTo("accepted Mine ada");
    assertThat(finding("u2")).as("opened before").isEqualTo("accepted Known grace " + id);
    triage.decide(id("u2"), Decision.reopen("ada", "Look at it"));
    triage.expire();
    user("u2", "{91d ago}");
    evaluate();
    assertThat(finding("u2")).isEqualTo("open Look at it ada");
    user("u2", "{1d ago}");
    evaluate();
    user("u2", "{90d ago}");
    evaluate();
    assertThat(finding("u2")).as("found anew").isEqualTo("accepted Known grace " + id);
    update(
        "store.finding set state_until = now() - interval '1 second' where subject_id = 'u1' and");
    triage.expire();
    assertThat(finding("u1")).isEqualTo("accepted Known grace " + id);
  }

  @Test
  void aSightingOfWhatIsLeftOutIsEvidenceAndOpensNothing() {
    user("ada", "{1d ago}");
    String id = add("api-token-created", "ada@example.com").id();
    seen("1m", "198.51.100.7");
    assertThat(finding("ada")).isEqualTo("accepted Known grace " + id);
    seen("-5s", "203.0.113.20");
    assertThat(finding("ada")).isEqualTo("accepted Known grace " + id);
    assertThat(engine.one(integration, "evidence ->> 'events'", "store.finding")).isEqualTo("2");
    assertThat(history("ada")).containsExactly("accepted Known", "updated");
    exclusions.end(Long.parseLong(id), "ada", "It left");
    assertThat(finding("ada")).isEqualTo("open");
    triage.decide(id("ada"), Decision.resolve("ada", "Not us", Outcome.EXPECTED));
    String other = add("api-token-created", "ada").id();
    seen("-10s", "203.0.113.20");
    assertThat(finding("ada")).isEqualTo("accepted Known grace " + other);
    update("store.exclusion set ended_at = now(), ended_by = 'x', end_reason = 'y' where");
    seen("-15s", "203.0.113.20");
    assertThat(history("ada")).endsWith("reopened Exclusion " + other + " was ended by x: y");
  }

  @Test
  void whoIsMeantIsExactlyOne() {
    user("u1", "{90d ago}");
    assertThatThrownBy(() -> add(check.id(), "nobody")).hasMessageContaining("isn't known here");
    row("apps", "", "a1", "{\"label\": \"robots\"}");
    assertThatThrownBy(() -> add(check.id(), "Robots"))
        .hasMessage(
            "may be the app a1 in %1$s or the group g1 in %1$s: give the id of the one that is meant.",
            integration);
    assertThat(add(check.id(), "g1").subjectName()).isEqualTo("Robots");
    row("event_hooks", "", "h1", "{\"name\": \"SIEM\"}");
    assertThat(add(check.id(), "h1").subjectName()).isEqualTo("SIEM");
    assertThatThrownBy(() -> add(check.id(), "g1")).hasMessageContaining("left out already");
    assertThatThrownBy(
            () -> new NewExclusion("x", null, "g1", "y", Instant.now().plus(Duration.ofDays(400))))
        .hasMessageContaining("a year");
  }

  private Exclusion add(String rule, String subject) {
    return exclusions.add(
        new NewExclusion(
            rule, integration, subject, "Known", Instant.now().plus(NewExclusion.USUAL)),
        "grace");
  }

  private void evaluate() {
    engine.evaluate(check, integration);
  }

  private void user(String id, String lastLogin) {
    data.documents(
        Map.of(
            "users",
            List.of(
                Map.of(
                    "id",
                    id,
                    "lastLogin",
                    lastLogin,
                    "profile",
                    Map.of("login", id + "@example.com")))));
  }

  private void member(String user) {
    row("group_members", "g1", user, "{}");
  }

  private void row(String type, String parent, String id, String document) {
    engine
        .database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values (?, ?, ?, ?, ?::jsonb)")
        .params(integration, type, parent, id, document)
        .update();
  }

  private void seen(String ago, String ip) {
    data.events(
        List.of(
            Map.of(
                "eventType",
                "system.api_token.create",
                "at",
                ago,
                "client",
                Map.of("ipAddress", ip))));
    engine.follow();
  }

  private void update(String what) {
    engine.database.sql("update " + what + " integration = ?").param(integration).update();
  }

  private String finding(String subject) {
    return engine.one(
        integration,
        "concat_ws(' ', state, state_reason, state_actor, exclusion_id)",
        "okta.findings where subject_id = '%s'".formatted(subject));
  }

  private long id(String subject) {
    return Long.parseLong(
        engine.one(integration, "id", "okta.findings where subject_id = '%s'".formatted(subject)));
  }

  private List<String> history(String subject) {
    return engine
        .database
        .sql(
            "select concat_ws(' ', change, reason) from store.finding_change where finding_id = ? order by id")
        .param(id(subject))
        .query(String.class)
        .list();
  }
}
