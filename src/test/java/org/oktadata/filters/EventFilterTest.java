package org.oktadata.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Okta's filter language, as the System Log understands it. */
class EventFilterTest {

  private static final JsonNode EVENT =
      read(
          """
          {"eventType": "policy.evaluate_sign_on", "outcome": {"result": "DENY", "reason": null},
           "published": "2026-11-25T10:00:00.500Z", "displayMessage": "say \\"hi\\" in [x] (or not) and go",
           "transaction": {"detail": {}}, "request": {"ipChain": []},
           "securityContext": {"isProxy": true, "asNumber": 3320},
           "target": [{"type": "User", "displayName": "Ada"}, {"type": "AppInstance", "displayName": "Okta Admin Console"}],
           "debugContext": {"debugData": {"risk": "{level=HIGH, reasons=New IP}", "tries": "10", "url": "C:\\\\x", "tags": ["a", "b"],
             "logOnlySecurityData": "{\\"New Device\\":\\"POSITIVE\\"}"}}}\
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
        "true  | missing ne \"x\"",
        "false | target.displayName ne \"Ada\"",
        "true  | target.type eq \"User\" and target.displayName ew \"console\"",
        "true  | securityContext.isProxy eq \"true\"",
        "true  | debugContext.debugData.tags eq \"B\"",
        "true  | debugContext.debugData.url ew \"\\\\X\"",
        "true  | debugContext.debugData.logOnlySecurityData co \"\\\"New Device\\\":\\\"POSITIVE\\\"\""
      })
  void matchesAsTheSystemLogDoes(boolean expected, String filter) {
    assertThat(EventFilter.parse(filter).matches(EVENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | outcome.result eq \"DENY\" or eventType eq \"x\" and eventType eq \"y\"",
        "false | (outcome.result eq \"DENY\" or eventType eq \"x\") and eventType eq \"y\"",
        "true  | not (outcome.result in [\"ALLOW\", \"SUCCESS\"]) AND eventType sw \"policy\"",
        "false | NOT outcome.result eq \"DENY\"",
        "true  | outcome.result eq \"DENY\" and not outcome.reason pr",
        "true  | not eventType IN [\"x\",\"y\"]",
        "true  | securityContext.asNumber in [1, 3320]",
        "true  | securityContext.isProxy in [true]",
        "true  | displayMessage co \"in [x] (or not) and\"",
        "true  | displayMessage sw \"say \\\"HI\\\" in [\""
      })
  void readsListsBracketsAndTextsThatLookLikeThem(boolean expected, String filter) {
    assertThat(EventFilter.parse(filter).matches(EVENT)).isEqualTo(expected);
    String spread = filter.replace(" and ", "\n  and\t ").replace(" or ", "\r\n or ");
    if (!filter.contains("displayMessage")) {
      assertThat(EventFilter.parse(spread).matches(EVENT)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true  | debugContext.debugData.tries gt 9",
        "true  | debugContext.debugData.tries lt \"11\"",
        "true  | securityContext.asNumber gt \"500\"",
        "true  | published gt \"2026-11-25T10:00:00Z\"",
        "true  | published lt \"2026-11-25T11:00:01+01:00\"",
        "false | published ge \"2026-11-26\"",
        "true  | outcome.result ge \"deny\"",
        "false | debugContext.debugData.tries gt 10",
        "true  | debugContext.debugData.tries ge 10",
        "false | debugContext.debugData.tries lt 10",
        "true  | debugContext.debugData.tries le 10",
        "false | debugContext.debugData.tries le 9"
      })
  void ordersNumbersAsNumbersAndTimesAsTimes(boolean expected, String filter) {
    assertThat(EventFilter.parse(filter).matches(EVENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "false, transaction.detail pr",
    "false, request.ipChain pr",
    "true, target pr",
    "true, outcome.reason eq null",
    "false, outcome.result eq null",
    "true, outcome.result ne null"
  })
  void whatHoldsNothingIsNotPresent(boolean expected, String filter) {
    assertThat(EventFilter.parse(filter).matches(EVENT)).isEqualTo(expected);
  }

  @Test
  void aListWithoutValuesIsAMistake() {
    assertThatThrownBy(() -> EventFilter.parse("eventType in [ ]"))
        .hasMessage("filter: the list of 'eventType in' is empty");
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
    assertThat(Pattern.compile(types.pattern()).matcher(type).find()).isEqualTo(expected);
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

  private static JsonNode read(String event) {
    try {
      return new ObjectMapper().readTree(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(event, e);
    }
  }
}
