package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/** What a call that is to fail gets instead of its answer. */
final class FaultyAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FaultyAnswers() {}

  /** The answer, or null for none at all. */
  static Answer of(
      SandboxFaults.Fault fault, Call call, Supplier<Answer> right, Guard guard, long now) {
    return switch (fault) {
      case INTERNAL_ERROR -> throw ApiError.of(500, "E0000009", "Internal Server Error");
      case BAD_GATEWAY -> html(502, "Bad Gateway");
      case UNAVAILABLE -> html(503, "Service Unavailable");
      case GATEWAY_TIMEOUT -> html(504, "Gateway Timeout");
      case TOO_MANY_REQUESTS ->
          throw ApiError.tooManyRequests()
              .with("X-Rate-Limit-Limit", "100")
              .with("X-Rate-Limit-Remaining", "0")
              .with("X-Rate-Limit-Reset", String.valueOf(now / 1_000 + 2));
      case TOO_MANY_AT_ONCE ->
          throw ApiError.tooManyRequests()
              .with("X-Rate-Limit-Limit", "0")
              .with("X-Rate-Limit-Remaining", "0")
              .with("X-Rate-Limit-Reset", String.valueOf(now / 1_000 + 1));
      case CONNECTION_CLOSED, STALL -> null;
      case TRUNCATED_BODY -> right.get();
      case HTML_BODY -> html(200, "Sign in to the proxy");
      case MALFORMED_JSON -> {
        byte[] body = right.get().text();
        yield new Answer(200, "application/json", Arrays.copyOf(body, body.length * 2 / 3));
      }
      case EMPTY_ERROR -> new Answer(502, "text/plain", new byte[0]);
      case REFUSED_CURSOR -> throw Pages.invalidCursor();
      case REPEATED_PAGE -> {
        Answer answer = right.get();
        String self = "<" + call.base() + call.path() + call.queryWith(Map.of()) + ">";
        yield new Answer(answer.status(), answer.contentType(), answer.text())
            .header("Link", self + "; rel=\"self\"")
            .header("Link", self + "; rel=\"next\"");
      }
      case DUPLICATED_OBJECT -> duplicated(right.get());
      case REVOKED_TOKEN -> {
        guard.revoke(call);
        yield right.get();
      }
      case NOT_FOUND -> throw ApiError.notFound(call.path(), "Resource");
      case FORBIDDEN -> throw ApiError.forbidden();
      case FEATURE_MISSING -> throw ApiError.featureMissing();
    };
  }

  private static Answer duplicated(Answer answer) {
    try {
      if (!(JSON.readTree(answer.text()) instanceof ArrayNode page) || page.isEmpty()) {
        return answer;
      }
      page.insert(0, page.get(0));
      Answer changed = new Answer(200, answer.contentType(), JSON.writeValueAsBytes(page));
      answer.headers().forEach(header -> changed.header(header[0], header[1]));
      return changed;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Answer html(int status, String title) {
    String page =
        "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>";
    return new Answer(status, "text/html", FrontDesk.utf8(page));
  }
}
