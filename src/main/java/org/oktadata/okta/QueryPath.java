package org.oktadata.okta;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Paths of the catalogue as they are asked for. */
public final class QueryPath {

  /** Times as Okta's queries take them: ISO 8601, UTC, milliseconds (Okta, "Core Okta API"). */
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private QueryPath() {}

  /**
   * The path with its time put in, cut to the millisecond before so that a query from then on
   * misses nothing, and with what a URL's query cannot hold (RFC 3986) escaped, so that the file
   * stays readable.
   */
  public static String of(String path, Instant since) {
    return path.replace("{since}", MILLISECONDS.format(since))
        .replace(" ", "%20")
        .replace("\"", "%22");
  }
}
