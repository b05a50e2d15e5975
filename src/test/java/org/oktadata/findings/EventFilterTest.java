package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Okta's filter language, as the System Log understands it. */
class EventFilterTest {

  private static final JsonNode EVENT =
      Json.read(
          """
          {"eventType": "policy.evaluate_sign_on", "outcome": {"result": "DENY", "reason": null},
           "securityContext": {"isProxy": true, "asNumber": 3320},
           "target": [{"type": "User", "displayName": "Ada"}, {"type": "AppInstance", "displayName": "Okta Admin Console"}],
           "debugContext": {"debugData": {"risk": "{level=HIGH, reasons=New IP}"}}}\
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | eventType eq \"POLICY.evaluate_sign_on\"",
        "true  | eventtype SW \"policy.\" AND outcome.result ne \"ALLOW\"",
        "true  | eventType in [\"user.session.start\", \"policy.evaluate_sign_on\"]",
        "false | eventType in [\"user.session.start\"]",
        "true  | result eq \"DENY\"",
        "true  | target.1.displayName eq \"Okta Admin Console\"",
        "false | target.0.displayName eq \"Okta Admin Console\"",
        "true  | target.displayName co \"admin\"",
        "true  | target[type eq \"AppInstance\" and displayName sw \"Okta\"]",
        "false | target[type eq \"User\" and displayName sw \"Okta\"]",
        "true  | securityContext.isProxy eq true",
        "true  | securityContext.asNumber gt 3000 and securityContext.asNumber le 3320",
        "true  | not (outcome.reason pr)",
        "true  | debugContext.debugData.risk co \"level=HIGH, reasons\"",
        "true  | missing ne \"x\""
      })
  void matchesAsTheSystemLogDoes(boolean expected, String filter) {
    assertThat(EventFilter.parse(filter).matches(EVENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | eventType eq \"a.b\" and outcome.result eq \"x\"     | a.b",
        "false | eventType eq \"a.b\" and outcome.result eq \"x\"     | a.c",
        "true  | eventType sw \"a.\" or eventType eq \"c\"            | a.z",
        "true  | outcome.result eq \"x\"                              | anything",
        "true  | not (eventType eq \"a.b\")                           | a.c"
      })
  void knowsWhichEventTypesCanMatch(boolean expected, String filter, String type) {
    EventTypes types = EventFilter.parse(filter).eventTypes();
    assertThat(types.include(type)).isEqualTo(expected);
    assertThat(java.util.regex.Pattern.compile(types.pattern()).matcher(type).find())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "(, 101, deeper than 100 levels",
    "a[b, 5000, deeper than 100",
    "x, 20001, 20000 characters"
  })
  void whatWouldExhaustTheParserIsRefused(String part, int times, String reason) {
    assertThatThrownBy(() -> EventFilter.parse(part.repeat(times)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("filter: has ")
        .hasMessageContaining(reason);
  }

  @Test
  void aHundredLevelsAreFine() {
    String filter = "(".repeat(100) + "eventType eq \"a.b\"" + ")".repeat(100);
    assertThat(EventFilter.parse(filter).eventTypes().include("a.b")).isTrue();
  }
}
