package org.oktadata.findings;

import java.util.List;
import java.util.OptionalInt;
import org.oktadata.store.Causes;
import org.oktadata.store.SqlState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/** What the database has against a rule, in one line that names file, line and cure. */
final class RuleProblem {

  private RuleProblem() {}

  /** File, line, problem and what to do. */
  static String of(Rule rule, DataAccessException failure) {
    return "%s line %d: %s".formatted(rule.source(), line(rule.written(), failure), told(failure));
  }

  /** The line that the database points at, or where the rule's SQL begins. */
  private static int line(List<RuleSql> written, DataAccessException failure) {
    ServerErrorMessage told = serverMessage(failure);
    if (told != null && told.getInternalQuery() != null) {
      for (RuleSql sql : written) {
        OptionalInt line = sql.lineOf(told.getInternalQuery(), told.getInternalPosition());
        if (line.isPresent()) {
          return line.getAsInt();
        }
      }
    }
    return written.stream().mapToInt(RuleSql::line).findFirst().orElse(1);
  }

  private static ServerErrorMessage serverMessage(DataAccessException failure) {
    PSQLException database = Causes.find(failure, PSQLException.class);
    return database == null ? null : database.getServerErrorMessage();
  }

  private static String told(DataAccessException failure) {
    if (String.valueOf(failure.getMessage()).contains("finding_severity_check")) {
      return "the column severity has something else than one of " + Severity.words();
    }
    return SqlState.TOO_SLOW.is(failure)
        ? "the query took too long and was stopped: let it read less, or join by integration and id, which have indexes"
        : ReaderQuery.problem(failure);
  }
}
