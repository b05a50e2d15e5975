package org.oktadata.okta;

import java.time.Instant;

/** Paths of the catalogue as they are asked for. */
public final class QueryPath {

  private QueryPath() {}

  /**
   * The path with its time put in, and with what a URL's query cannot hold (RFC 3986) escaped, so
   * that the file stays readable.
   */
  public static String of(String path, Instant since) {
    return path.replace("{since}", QueryTime.of(since)).replace(" ", "%20").replace("\"", "%22");
  }
}
