package org.oktadata.okta;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.camel.Exchange;

/**
 * The pages of one list that were already read, so that a link can't lead in a circle, nor on and
 * on to the same page under new names. Hosts are left out: Okta's links change between the org and
 * its {@code -admin} twin.
 */
final class Trail {
  private static final String PROPERTY = "oktaTrail";

  /** Hashes rather than URLs: a list may have thousands of pages, and its cursors are long. */
  private final Set<Long> visited = new HashSet<>();

  /** Two might be an answer that a cache repeats. */
  private static final int MOST_ALIKE = 3;

  private long expected;
  private long last;
  private int alike;

  private Trail(long first) {
    visited.add(first);
    expected = first;
  }

  /** The trail that led to the current page; a new one if another list has begun. */
  static Trail of(Exchange exchange, URI current) {
    var trail = exchange.getProperty(PROPERTY, Trail.class);
    if (trail == null || trail.expected != mark(current)) {
      trail = new Trail(mark(current));
      exchange.setProperty(PROPERTY, trail);
    }
    return trail;
  }

  static void end(Exchange exchange) {
    exchange.removeProperty(PROPERTY);
  }

  /** Goes on to the next page; false if it was read before. */
  boolean goOn(URI next) {
    expected = mark(next);
    return visited.add(expected);
  }

  /**
   * Whether the page that was read now is the third in a row that is the same, or empty.
   *
   * @param length how much of it counts: a link in the body may be new although nothing else is
   */
  boolean standsStill(byte[] page, int length) {
    var sum = new CRC32C();
    sum.update(page, 0, length);
    long content = (long) length << 32 | sum.getValue();
    alike = content == last ? alike + 1 : 1;
    last = content;
    return alike >= MOST_ALIKE;
  }

  /** 64 bits of path and query (FNV-1a), too many to meet by chance in one list. */
  private static long mark(URI page) {
    var text = page.getRawPath() + "?" + page.getRawQuery();
    long hash = 0xcbf29ce484222325L;
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * 0x100000001b3L;
    }
    return hash;
  }

  @Override
  public String toString() {
    return visited.size() + " pages";
  }
}
