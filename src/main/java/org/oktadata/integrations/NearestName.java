package org.oktadata.integrations;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant who wrote a name that isn't known. */
public final class NearestName {

  private NearestName() {}

  /** The known name that differs in the fewest letters, if it differs in few. */
  public static Optional<String> of(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String each) -> distance(name, each))
                .thenComparing(each -> each))
        .filter(each -> distance(name, each) <= Math.max(1, name.length() / 3));
  }

  /** " (app_grants?)", or nothing. */
  public static String guess(String name, Collection<String> known) {
    return of(name, known).map(" (%s?)"::formatted).orElse("");
  }

  /** How many letters have to be put in, left out or exchanged. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
