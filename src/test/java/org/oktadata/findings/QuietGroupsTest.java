package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.findings.QuietGroups.Care.JUDGE;
import static org.oktadata.findings.QuietGroups.Care.KEEP;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

/** What is remembered of a group must never hide what completes there later. */
class QuietGroupsTest {

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final QuietGroups quiet = new QuietGroups();

  @BeforeEach
  void startAtTheEnd() {
    engine.follow();
  }

  @Test
  void aGroupStaysQuietUntilSomethingElseComes() {
    quiet.lacksKey(group("0s", 1, false), WINDOW);
    assertThat(care(group("0s", 2, false))).as("another value, but no first step").isEqualTo(KEEP);
    assertThat(care(group("0s", 2, true))).as("the first step").isEqualTo(JUDGE);
    assertThat(care(group("1m", 1, false))).as("an event from before").isEqualTo(JUDGE);
    quiet.alike(group("0s", 1, false), WINDOW);
    assertThat(care(group("0s", 1, false))).as("the same value").isEqualTo(KEEP);
    assertThat(care(group("0s", 2, false))).as("another value").isEqualTo(JUDGE);
    quiet.opened(group("0s", 2, true));
    assertThat(care(group("0s", 1, false))).as("nothing is lacking any more").isEqualTo(JUDGE);
  }

  @Test
  void anAnswerAboutThePastSaysNothingAboutNow() {
    quiet.alike(group("20m", 1, false), WINDOW);
    assertThat(care(group("0s", 1, false))).isEqualTo(JUDGE);
  }

  @Test
  void successesFirstAndThePushesLater() {
    for (int i = 0; i < 3; i++) {
      follow("user.authentication.auth_via_mfa", (90 - i) + "s", 1);
    }
    follow("user.mfa.okta_verify.deny_push", "80s", 2);
    follow("user.authentication.auth_via_mfa", "70s", 1);
    follow("user.mfa.okta_verify.deny_push", "60s", 4);
    assertThat(engine.open(integration, "push-bombing-succeeded")).isEmpty();
    follow("user.authentication.auth_via_mfa", "30s", 1);
    assertThat(engine.open(integration, "push-bombing-succeeded")).containsExactly("ada");
  }

  @Test
  void anotherCountryAfterManyOfTheSame() {
    for (int i = 9; i > 1; i--) {
      follow("user.session.start", i + "m", 1);
    }
    assertThat(engine.open(integration, "sign-ins-from-two-countries")).isEmpty();
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.session.start",
                "client",
                Map.of("geographicalContext", Map.of("country", "Norway")))));
    engine.follow();
    assertThat(engine.open(integration, "sign-ins-from-two-countries")).containsExactly("ada");
  }

  @Test
  void everydayMatchesAreLeftOutAndReadAgainWhenTheyMatter() {
    for (int i = 20; i > 10; i--) {
      follow("user.session.start", i + "m", 1);
    }
    assertThat(kept("sign-ins-from-two-countries")).isEqualTo(1);
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.session.start",
                "at",
                "9m",
                "client",
                Map.of("geographicalContext", Map.of("country", "Norway")))));
    engine.follow();
    assertThat(kept("sign-ins-from-two-countries")).isEqualTo(11);
    assertThat(engine.open(integration, "sign-ins-from-two-countries")).containsExactly("ada");
  }

  @Test
  void whatWasLeftOutCountsAfterARestart() {
    Map<String, Object> norway = Map.of("geographicalContext", Map.of("country", "Norway"));
    follow("user.session.start", "176m", 1);
    follow("user.session.start", "162m", 1);
    assertThat(kept("sign-ins-from-two-countries")).isEqualTo(1);
    Engine restarted = new Engine();
    data.events(List.of(Map.of("eventType", "user.session.start", "at", "-10m", "client", norway)));
    restarted.follow();
    assertThat(engine.open(integration, "sign-ins-from-two-countries")).containsExactly("ada");
  }

  @Test
  void aScriptInAnOldSessionIsFoundThoughItsBeginWasLeftOut() {
    Map<String, Object> session = Map.of("externalSessionId", "s1");
    data.events(
        List.of(
            Map.of(
                "eventType", "user.session.start", "at", "9m", "authenticationContext", session)));
    engine.follow();
    data.events(
        List.of(
            Map.of(
                "eventType", "user.session.start", "at", "8m", "authenticationContext", session)));
    engine.follow();
    assertThat(kept("session-replayed-by-script")).isEqualTo(1);
    data.events(
        List.of(
            Map.of(
                "eventType",
                "user.authentication.sso",
                "authenticationContext",
                session,
                "client",
                Map.of("userAgent", Map.of("rawUserAgent", "curl/8.1")))));
    engine.follow();
    assertThat(kept("session-replayed-by-script")).isEqualTo(3);
    assertThat(engine.open(integration, "session-replayed-by-script")).containsExactly("ada");
  }

  @Test
  void anAccountThatSignsInAgainAndAgainIsLookedAtOnce() {
    follow("user.session.start", "3m", 1);
    follow("user.session.start", "2m", 1);
    assertThat(kept("dormant-account-wakes")).isEqualTo(1);
  }

  @Test
  void whatAnotherInstanceStoredIsNotMissed() {
    Engine other = new Engine();
    follow("user.authentication.auth_via_mfa", "5m", 1);
    data.events(
        List.of(Map.of("eventType", "user.mfa.okta_verify.deny_push", "at", "4m", "times", 5)));
    other.follow();
    follow("user.authentication.auth_via_mfa", "1m", 1);
    assertThat(engine.open(integration, "push-bombing-succeeded")).containsExactly("ada");
  }

  private void follow(String type, String at, int times) {
    data.events(List.of(Map.of("eventType", type, "at", at, "times", times)));
    engine.follow();
  }

  /** Of a rule that leaves nothing out. */
  private QuietGroups.Care care(GroupOfMatches group) {
    Requirements required = Requirements.of("count(distinct country) >= 2", Set.of("event"));
    return quiet.care(
        group,
        new Correlation(
            List.of(),
            WINDOW,
            Map.of(),
            "",
            null,
            null,
            null,
            Duration.ZERO,
            null,
            required,
            null,
            false,
            Duration.ZERO));
  }

  private long kept(String rule) {
    return engine
        .database
        .sql("select count(*) from store.match where integration = ? and rule = ?")
        .params(integration, rule)
        .query(Long.class)
        .single();
  }

  private static GroupOfMatches group(String ago, long different, boolean firstStep) {
    Instant at = Instant.now().minus(DurationStyle.detectAndParse(ago)).plusSeconds(1);
    return new GroupOfMatches(
        Digest.of("place"), "acme", "ada", "ada", at, at, different, false, firstStep, Map.of());
  }
}
