package org.oktadata.okta;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the token endpoint answered (RFC 6749, sections 5.1 and 5.2). Stays inside this package.
 *
 * @param status the HTTP status
 * @param json the body, or a missing node if it was no JSON
 * @param waitMillis how long to wait after a 429, by the answer's own headers
 */
record TokenAnswer(int status, JsonNode json, long waitMillis) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static TokenAnswer of(int status, String body, long waitMillis) {
    return new TokenAnswer(status, parse(body), waitMillis);
  }

  boolean isToken() {
    return status == 200 && !token().isEmpty();
  }

  String token() {
    return json.path("access_token").asText("");
  }

  boolean isDpop() {
    return json.path("token_type").asText("").equalsIgnoreCase("DPoP");
  }

  long secondsToLive() {
    return json.path("expires_in").asLong(3600);
  }

  /** The scopes of the token; what was asked for if the answer names none (RFC 6749, 5.1). */
  Set<String> granted(Set<String> asked) {
    var scope = json.path("scope").asText("").strip();
    return scope.isEmpty() ? asked : new TreeSet<>(Arrays.asList(scope.split("\\s+")));
  }

  /** OAuth's error code, or Okta's own; empty if the body has neither. */
  String error() {
    return OktaErrorBody.code(json.path("error").asText(json.path("errorCode").asText("")));
  }

  String description() {
    return OktaErrorBody.summary(
        json.path("error_description").asText(json.path("errorSummary").asText("")));
  }

  /** Shows no body: it may hold a token. */
  @Override
  public String toString() {
    return "token answer " + status + " " + error();
  }

  /** A byte order mark is passed over, as in Okta's pages: who adds one adds it to all. */
  private static JsonNode parse(String body) {
    try {
      var node = MAPPER.readTree(body.startsWith("\ufeff") ? body.substring(1) : body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
