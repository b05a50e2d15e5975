package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxStories;

/** The whole way: a sandbox org is collected, and every story in it is told by a finding. */
class StoriesTest {

  @TempDir static Path folder;
  private static SandboxOrg org;
  private static SandboxOkta okta;
  private static AppUnderTest app;

  @BeforeAll
  static void collect() {
    org = SandboxOrg.generate(OrgSize.ofUsers(200), 7);
    okta =
        SandboxOkta.start(org, SandboxOptions.standard())
            .register(SandboxClient.withSecret("app", "secret"));
    app = AppUnderTest.start(folder, okta);
    app.collect();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(StoriesTest::isQuiet);
    // As autovacuum does within a minute; questions about the whole org are planned by it.
    app.database().sql("analyze").update();
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  /** The rules that tell each story; where several are named, each of them does. */
  private static final Map<String, List<String>> TOLD_BY =
      Map.ofEntries(
          Map.entry("dormant", List.of("user-inactive")),
          Map.entry("never-logged-in", List.of("user-never-logged-in")),
          Map.entry("without-mfa", List.of("user-without-mfa")),
          Map.entry("weak-factors", List.of("user-with-weak-mfa")),
          Map.entry("shared-phone", List.of("authenticator-shared")),
          Map.entry("service-account-super-admin", List.of("non-human-admin")),
          Map.entry("admin-without-mfa", List.of("admin-without-mfa", "user-without-mfa")),
          Map.entry("too-many-super-admins", List.of("too-many-super-admins")),
          Map.entry("leaver-with-app", List.of("leaver-keeps-access")),
          Map.entry("mfa-push-flood", List.of("push-bombing", "push-bombing-succeeded")),
          Map.entry("impossible-travel", List.of("impossible-travel")),
          Map.entry("session-theft", List.of("stolen-session-cookie", "compromised-session")),
          Map.entry("new-country", List.of("new-country-for-org")),
          Map.entry("dormant-awake", List.of("dormant-account-wakes")),
          Map.entry(
              "new-super-admin", List.of("super-admin-changed", "new-admin-weakens-protection")),
          Map.entry("brute-force", List.of("brute-force-lockout")),
          Map.entry("app-denials", List.of("app-denials")),
          Map.entry("api-token-from-elsewhere", List.of("api-token-used-elsewhere")),
          Map.entry("password-spray", List.of("password-spray")),
          Map.entry("support-impersonation", List.of("support-impersonation")),
          Map.entry("zone-deleted", List.of("network-zone-changed")),
          Map.entry("stale-api-token", List.of("api-token-stale")),
          Map.entry("unused-api-token", List.of("api-token-stale")),
          Map.entry("api-token-anywhere", List.of("api-token-anywhere")),
          Map.entry("over-privileged-integration", List.of("api-service-over-scoped")),
          Map.entry("weak-password-policy", List.of("password-too-short", "password-history")),
          Map.entry("sign-on-without-mfa", List.of("sign-on-without-mfa")),
          Map.entry("app-policy-one-factor", List.of("app-rule-one-factor")),
          Map.entry("threat-insight-audit", List.of("threat-insight-not-blocking")),
          Map.entry("log-stream-off", List.of("log-stream-inactive", "log-stream-tampered")));

  /** Stories about the whole org: their findings are about the integration, or about who acted. */
  private static final Set<String> OF_THE_ORG =
      Set.of("support-impersonation", "threat-insight-audit");

  @Test
  void everyStoryIsFound() {
    List<String> missed = new ArrayList<>();
    for (SandboxStories.Story story : SandboxStories.ALL) {
      for (String subject : story.subjectsIn(org)) {
        for (String rule : TOLD_BY.getOrDefault(story.id(), List.of("(no rule for it)"))) {
          String wanted = OF_THE_ORG.contains(story.id()) ? "" : subject;
          if (findings(rule, wanted) == 0) {
            missed.add(story.id() + ": " + rule + " " + subject);
          }
        }
      }
    }
    assertThat(missed).as(foundBy().toString()).isEmpty();
  }

  @Test
  void whatOnlyStoriesHaveIsFoundInThemOnly() {
    for (String rule :
        List.of(
            "impossible-travel",
            "push-bombing-succeeded",
            "brute-force-lockout",
            "app-denials",
            "api-token-used-elsewhere",
            "new-admin-weakens-protection",
            "dormant-account-wakes",
            "password-spray",
            "stolen-session-cookie",
            "non-human-admin",
            "leaver-keeps-access")) {
      assertThat(findings(rule, "")).as(rule).isEqualTo(1);
    }
  }

  private static long findings(String rule, String subject) {
    return app.database()
        .sql(
            "select count(*) from okta.findings where state = 'open' and check_id = ? and (subject_id = ? or evidence::text like '%' || ? || '%')")
        .params(rule, subject, subject)
        .query(Long.class)
        .single();
  }

  @Test
  void theApiShowsThemInAllForms() {
    JsonNode page = app.call("GET", "/api/findings?limit=3", null);
    assertThat(page.path("items")).hasSize(3);
    JsonNode next =
        app.call("GET", "/api/findings?limit=3&cursor=" + page.path("next").asText(), null);
    assertThat(next.path("items").path(0).path("id").asLong())
        .isGreaterThan(page.path("next").asLong() - 1);
    JsonNode ocsf =
        app.call("GET", "/api/findings?limit=1&format=ocsf", null).path("items").path(0);
    assertThat(ocsf.path("metadata").path("version").asText()).isEqualTo("1.8.0");
    assertThat(app.send("GET", "/api/findings?format=csv", null).body())
        .startsWith("id,integration,check,");
    // The oldest of all may be resolved by now, and a resolved one can't be accepted.
    String id =
        app.call("GET", "/api/findings?status=open&kind=detection&limit=1", null)
            .at("/items/0/id")
            .asText();
    JsonNode accepted =
        app.call(
            "POST",
            "/api/findings/" + id + "/accept",
            "{\"reason\": \"Known\", \"expiresIn\": \"30d\"}");
    assertThat(accepted.path("state").asText()).isEqualTo("accepted");
    assertThat(app.call("GET", "/api/findings/" + id + "/history", null)).hasSizeGreaterThan(1);
    assertThat(
            app.send("POST", "/api/findings/" + id + "/mute", "{\"reason\": \"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(app.call("POST", "/api/findings/" + id + "/reopen", "{}").path("state").asText())
        .isEqualTo("open");
  }

  @Test
  void everyRuleSaysHowItStands() {
    Map<String, Set<String>> states = new TreeMap<>();
    for (JsonNode rule : app.call("GET", "/api/checks", null)) {
      states
          .computeIfAbsent(rule.path("state").asText(), s -> new TreeSet<>())
          .add(rule.path("id").asText() + " (" + rule.path("reason").asText() + ")");
    }
    assertThat(states.getOrDefault("invalid", Set.of())).isEmpty();
    assertThat(states.get("active")).hasSizeGreaterThan(180);
    assertThat(states.get("not-evaluated")).allMatch(rule -> rule.length() > 20);
  }

  @Test
  void anIdentitysRiskAndItsPathsAreExplained() {
    assertThat(
            app.count(
                "select count(*) from okta.identity_risk where score > 0 and jsonb_array_length(reasons) > 0"))
        .isPositive();
    assertThat(
            app.count(
                "select count(*) from okta.access_paths where via = 'group' and resource_type = 'app'"))
        .isPositive();
    assertThat(app.count("select count(*) from okta.access_paths where resource_type = 'role'"))
        .isPositive();
    assertThat(app.count("select count(*) from okta.finding_trend where open > 0")).isPositive();
  }

  @Test
  void whoKeepsAnAppAfterLeavingHasAPathToIt() {
    String leaver = story("leaver-with-app").subjectsIn(org).iterator().next();
    assertThat(
            app.column(
                "select distinct user_status || ' ' || resource_type from okta.access_paths where user_id = '"
                    + leaver
                    + "'"))
        .containsExactly("DEPROVISIONED app");
    assertThat(
            app.count(
                """
                select count(*) from okta.app_users where (integration, user_id, app_id) not in
                  (select integration, user_id, resource_id from okta.access_paths where resource_type = 'app')"""))
        .isZero();
    assertThat(
            app.count("select count(*) - count(distinct (integration, id)) from okta.access_paths"))
        .isZero();
  }

  private static SandboxStories.Story story(String id) {
    return SandboxStories.ALL.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static Map<String, Long> foundBy() {
    Map<String, Long> found = new TreeMap<>();
    app.database()
        .sql("select check_id, count(*) from okta.findings where state = 'open' group by 1")
        .query(
            row -> {
              found.put(row.getString(1), row.getLong(2));
            });
    return found;
  }

  /** All events are judged, and all checks evaluated since their data was read. */
  private static boolean isQuiet() {
    return outdated() == 0
        && app.count(
                "select count(*) from store.event e, store.follower f where f.name = 'detections' and (e.xid, e.seq) > (f.xid, f.seq)")
            == 0;
  }

  private static long outdated() {
    List<Map<String, Object>> checks =
        app.bean(RuleLibrary.class).current().checks().stream()
            .filter(check -> check.manual() == null)
            .map(check -> Map.<String, Object>of("id", check.id(), "needs", check.needs()))
            .toList();
    return app.database()
        .sql(
            """
            select count(*) from jsonb_to_recordset(:checks::jsonb) as c(id text, needs text[])
            left join store.check_state s on s.check_id = c.id
            where s.check_id is null
               or s.evaluated_at < (select max(finished_at) from store.run_data_type where data_type = any(c.needs))""")
        .param("checks", Json.of(checks))
        .query(Long.class)
        .single();
  }
}
