package org.oktadata.connectivity;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an app was granted against what its data types need.
 *
 * @param missing scopes needed and not granted
 * @param unneeded scopes granted that no data type needs
 * @param writing scopes granted that could change the org; reading never needs one
 */
public record ScopeBalance(
    SortedSet<String> missing, SortedSet<String> unneeded, SortedSet<String> writing) {

  static ScopeBalance of(Collection<String> needed, Collection<String> granted) {
    SortedSet<String> missing = new TreeSet<>(needed);
    missing.removeAll(granted);
    SortedSet<String> writing = new TreeSet<>(granted);
    writing.removeIf(scope -> !scope.endsWith(".manage"));
    SortedSet<String> unneeded = new TreeSet<>(granted);
    unneeded.removeAll(needed);
    unneeded.removeAll(writing);
    return new ScopeBalance(missing, unneeded, writing);
  }

  /** What to do about scopes that could write; null if there is none. */
  String warning() {
    return writing.isEmpty()
        ? null
        : "The token could write: revoke %s, which reading never needs."
            .formatted(String.join(", ", writing));
  }
}
