package org.oktadata.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what may be used only once, such as the {@code jti} of a token; the oldest are
 * forgotten.
 */
final class UsedOnce {
  private static final int REMEMBERED = 200_000;

  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether this is its first use. */
  synchronized boolean use(String value) {
    return seen.put(value, true) == null;
  }
}
