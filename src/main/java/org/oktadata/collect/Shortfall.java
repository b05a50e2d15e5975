package org.oktadata.collect;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Why a pull isn't complete.
 *
 * @param reason what to tell of it; null where it is complete
 * @param noneHere whether it is the org that has no such data type, so that nothing is missing
 */
record Shortfall(String reason, boolean noneHere) {

  private static final Shortfall NONE = new Shortfall(null, false);

  static Shortfall of(JdbcClient database, Pull pull, DataType type, PullSum sum) {
    if (sum.failed() > 0) {
      return missing(
          sum.planned() == 1
              ? sum.reason()
              : "%,d of %,d lists could not be read: %s"
                  .formatted(sum.failed(), sum.planned(), sum.reason()));
    }
    if (pull.complete() && type.neverEmpty() && sum.records() == 0) {
      return missing(
          ("Okta answered with an empty list of %s: the app has the scope but no admin role that may see them. "
                  + "Assign %s to the app in the Okta Admin Console.")
              .formatted(type.name(), type.role().isEmpty() ? "an admin role" : type.role()));
    }
    if (sum.absentAll()) {
      return new Shortfall(sum.reason(), sum.missing() == 0);
    }
    return pull.complete() && type.perParent() ? ofUnreadParent(database, pull, type, sum) : NONE;
  }

  private static Shortfall missing(String reason) {
    return new Shortfall(reason, false);
  }

  /** What is read for each row of a list is no more complete than that list. */
  private static Shortfall ofUnreadParent(
      JdbcClient database, Pull pull, DataType type, PullSum sum) {
    return database
        .sql(
            """
            select case when none_here then reason
                        else 'Needs ' || data_type || ', which could not be read completely.' end, none_here
            from store.run_data_type
            where run_id = ? and data_type = ? and status in ('PARTIAL_SUCCESS', 'FAILURE', 'SKIPPED')
              and not (none_here and ? > 0)""")
        .params(pull.run(), type.parent(), sum.planned())
        .query((row, number) -> new Shortfall(row.getString(1), row.getBoolean(2)))
        .optional()
        .orElse(NONE);
  }
}
