package org.oktadata.okta;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * The pages of one list that were already read, so that a link can't lead in a circle. Hosts are
 * left out: Okta's links change between the org and its {@code -admin} twin.
 */
final class Trail {
  private static final String PROPERTY = "oktaTrail";

  /** Hashes rather than URLs: a list may have thousands of pages, and its cursors are long. */
  private final Set<Long> visited = new HashSet<>();

  private long expected;

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
