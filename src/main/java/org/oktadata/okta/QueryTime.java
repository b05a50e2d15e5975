package org.oktadata.okta;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Okta's queries take them: ISO 8601, UTC, milliseconds (Okta, "Core Okta API"). */
public final class QueryTime {
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private QueryTime() {}

  /** The time, cut to the millisecond before, so that a query from then on misses nothing. */
  public static String of(Instant time) {
    return MILLISECONDS.format(time);
  }
}
