package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of a group must never hide what completes there later. */
class QuietGroupsTest {

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);
  private final QuietGroups quiet = new QuietGroups();

  @BeforeEach
  void startAtTheEnd() {
    engine.follower.follow();
  }

  @Test
  void aGroupStaysQuietUntilSomethingElseComes() {
    quiet.learn(group("0s", 1, false), WINDOW, true, true);
    assertThat(quiet.stays(group("0s", 1, false))).isTrue();
    assertThat(quiet.stays(group("0s", 2, false))).as("another value, but no first step").isTrue();
    assertThat(quiet.stays(group("0s", 2, true))).as("the first step").isFalse();
    assertThat(quiet.stays(group("1m", 1, false))).as("an event from before").isFalse();
    quiet.learn(group("0s", 2, true), WINDOW, false, false);
    assertThat(quiet.stays(group("0s", 1, false))).as("nothing is lacking any more").isFalse();
  }

  @Test
  void anAnswerAboutThePastSaysNothingAboutNow() {
    quiet.learn(group("20m", 1, false), WINDOW, true, true);
    assertThat(quiet.stays(group("0s", 1, false))).isFalse();
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
    engine.follower.follow();
    assertThat(engine.open(integration, "sign-ins-from-two-countries")).containsExactly("ada");
  }

  @Test
  void whatAnotherInstanceStoredIsNotMissed() {
    Engine other = new Engine();
    follow("user.authentication.auth_via_mfa", "5m", 1);
    data.events(
        List.of(Map.of("eventType", "user.mfa.okta_verify.deny_push", "at", "4m", "times", 5)));
    other.follower.follow();
    follow("user.authentication.auth_via_mfa", "1m", 1);
    assertThat(engine.open(integration, "push-bombing-succeeded")).containsExactly("ada");
  }

  private void follow(String type, String at, int times) {
    data.events(List.of(Map.of("eventType", type, "at", at, "times", times)));
    engine.follower.follow();
  }

  private static Touched group(String ago, long different, boolean firstStep) {
    Instant at =
        Instant.now()
            .minus(org.springframework.boot.convert.DurationStyle.detectAndParse(ago))
            .plusSeconds(1);
    return new Touched(Digest.of("place"), "acme", "ada", at, at, different, false, firstStep);
  }
}
