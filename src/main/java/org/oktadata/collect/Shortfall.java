package org.oktadata.collect;

import org.oktadata.catalogue.DataType;
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
      return missing(unreadLists(pull, type, sum));
    }
    if (type.neverEmpty() && sum.records() == 0 && showsAny(pull, type, sum)) {
      return missing(
          "Okta answered with an empty list of %s: the app has the scope but no admin role that may see them. %s"
              .formatted(type.name(), Remedy.role(type)));
    }
    if (pull.complete() && type.perParent() && sum.goneAll()) {
      return missing(
          "Okta listed %,d of %s and then knew none of them (404): the app may list them, but not open them. %s"
              .formatted(sum.planned(), type.parent(), Remedy.role(type)));
    }
    if (sum.absentAll() && (pull.complete() || !type.perParent() || sum.missing() > 0)) {
      return new Shortfall(sum.reason(), sum.missing() == 0);
    }
    return beyondItsLists(database, pull, type, sum);
  }

  /** Why a pull isn't complete even where all of its lists were read. */
  static Shortfall beyondItsLists(JdbcClient database, Pull pull, DataType type, PullSum sum) {
    if (!type.perParent()) {
      return NONE;
    }
    return pull.complete()
        ? ofUnreadParent(database, pull, type, sum)
        : ofNoStart(database, pull, type);
  }

  /** Whether what a pull asked for would have been some, if the app may see them. */
  private static boolean showsAny(Pull pull, DataType type, PullSum sum) {
    return pull.complete()
        || pull.mode() == RunMode.DELTA && !type.delta().isEmpty() && sum.gone() == 0;
  }

  private static String unreadLists(Pull pull, DataType type, PullSum sum) {
    if (type.perParent() && !pull.complete()) {
      return "%,d of its lists could not be read: %s".formatted(sum.failed(), sum.reason());
    }
    return sum.planned() == 1
        ? sum.reason()
        : "%,d of %,d lists could not be read: %s"
            .formatted(sum.failed(), sum.planned(), sum.reason());
  }

  private static Shortfall missing(String reason) {
    return new Shortfall(reason, false);
  }

  /** Changes are looked for from a complete reading on. */
  private static Shortfall ofNoStart(JdbcClient database, Pull pull, DataType type) {
    if (pull.mode() != RunMode.DELTA || type.parents().changed().isEmpty()) {
      return NONE;
    }
    return database
            .sql("select since is null from store.run_data_type where run_id = ? and data_type = ?")
            .params(pull.run(), pull.dataType())
            .query(Boolean.class)
            .single()
        ? missing(
            "%s was never read completely: until then only what events touch is read."
                .formatted(type.name()))
        : NONE;
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
