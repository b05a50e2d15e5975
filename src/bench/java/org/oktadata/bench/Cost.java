package org.oktadata.bench;

/**
 * What one listing cost.
 *
 * @param records documents read
 * @param seconds from its start to its end
 * @param jvm CPU seconds of the JVM, its start left out
 * @param database CPU seconds of all database processes, a checkpoint at the end included
 * @param peak the most heap in use, in MB
 */
record Cost(long records, double seconds, double jvm, double database, long peak) {

  static final String FIRST = "into PostgreSQL, first time";
  static final String AGAIN = "into PostgreSQL, again, nothing changed";
  static final String SDK = "Okta Java SDK, fetch and parse only";
  static final String SDK_LIKE_APP = "the same with the application's JVM options";

  double perHundredThousand() {
    return scaled(jvm + database);
  }

  double scaled(double cpu) {
    return cpu * 100_000 / records;
  }
}
