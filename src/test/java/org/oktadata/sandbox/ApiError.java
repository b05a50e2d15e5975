package org.oktadata.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** An answer that is an error, as the Management API or as the token endpoint writes it. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String body;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private ApiError(int status, String body) {
    super(body, null, false, false);
    this.status = status;
    this.body = body;
  }

  static ApiError of(int status, String code, String summary, String... causes) {
    JsonText out = new JsonText(300).object().field("errorCode", code);
    out.field("errorSummary", summary).field("errorLink", code).field("errorId", errorId());
    out.array("errorCauses");
    for (String cause : causes) {
      out.object().field("errorSummary", cause).end();
    }
    return new ApiError(status, out.endArray().end().toString());
  }

  /** An error of RFC 6749, section 5.2. */
  static ApiError oauth(int status, String error, String description) {
    JsonText out = new JsonText(200).object().field("error", error);
    return new ApiError(status, out.field("error_description", description).end().toString());
  }

  static ApiError notFound(String id, String kind) {
    return of(404, "E0000007", "Not found: Resource not found: " + id + " (" + kind + ")");
  }

  static ApiError invalid(String property, String cause) {
    return of(400, "E0000001", "Api validation failed: " + property, property + ": " + cause);
  }

  static ApiError forbidden() {
    return of(403, "E0000006", "You do not have permission to perform the requested action");
  }

  static ApiError featureMissing() {
    return of(
        401, "E0000015", "You do not have permission to access the feature you are requesting");
  }

  static ApiError invalidToken() {
    return of(401, "E0000011", "Invalid token provided");
  }

  static ApiError tooManyRequests() {
    return of(429, "E0000047", "API call exceeded rate limit due to too many requests.");
  }

  ApiError with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Answer answer() {
    Answer answer = Answer.json(status, body);
    headers.forEach(answer::header);
    return answer;
  }

  private static String errorId() {
    return "oae"
        + Long.toString(ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE, 36)
        + "Qg";
  }
}
