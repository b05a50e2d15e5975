package org.oktadata.store;

/** What people are told of a database that is away. */
public final class DatabaseAway {

  private static final String SILENT = "the database doesn't answer";
  private static final String ONLY_READS = "the database takes no writes";

  private DatabaseAway() {}

  /** What is wrong with it, as the middle of a sentence. */
  public static String told(Throwable failure) {
    return SqlState.READ_ONLY.is(failure) ? ONLY_READS : SILENT;
  }

  /** The same with what the driver or the pool says, in one line. */
  public static String explained(Throwable failure) {
    return "%s (%s)".formatted(told(failure), OneLine.of(Causes.reason(failure)));
  }
}
