package org.oktadata.sandbox;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What is written to a connection.
 *
 * @param sent how many bytes of the body are really sent before the connection breaks
 * @param stall how long nothing happens before
 * @param broken whether the connection is reset instead of answered
 */
record Reply(int status, Headers headers, byte[] body, int sent, Duration stall, boolean broken) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** An answer with the headers that every answer has. */
  static Reply of(Call call, Answer answer, LimitKeeper.Ruling ruling, long now) {
    Headers headers = new Headers();
    headers.set("Date", HTTP_DATE.format(Instant.ofEpochMilli(now)));
    headers.set("Content-Type", answer.contentType());
    headers.set("X-Okta-Request-Id", UUID.randomUUID().toString().replace("-", ""));
    if (ruling != null) {
      headers.set("X-Rate-Limit-Limit", String.valueOf(ruling.limit()));
      headers.set("X-Rate-Limit-Remaining", String.valueOf(ruling.remaining()));
      headers.set("X-Rate-Limit-Reset", String.valueOf(ruling.reset()));
    }
    for (String[] header : answer.headers()) {
      if (header[0].startsWith("X-Rate")) {
        headers.set(header[0], header[1]);
      } else {
        headers.add(header[0], header[1]);
      }
    }
    boolean gzip = answer.gzip() || (answer.body().length > 1_000 && acceptsGzip(call));
    byte[] body = gzip ? answer.packed().body() : answer.body();
    if (gzip) {
      headers.set("Content-Encoding", "gzip");
      headers.set("Vary", "Accept-Encoding");
    }
    return new Reply(answer.status(), headers, body, body.length, Duration.ZERO, false);
  }

  /** No answer at all, after a while. */
  static Reply none(Duration after) {
    return new Reply(0, new Headers(), new byte[0], 0, after, true);
  }

  /** The same, breaking off in the middle of the body. */
  Reply truncated() {
    return new Reply(status, headers, body, body.length / 2, stall, broken);
  }

  static boolean acceptsGzip(Call call) {
    List<String> accepted = call.headers().get("Accept-Encoding");
    return accepted != null && accepted.toString().contains("gzip");
  }
}
