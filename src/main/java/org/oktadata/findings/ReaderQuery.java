package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.oktadata.store.OneLine;
import org.oktadata.store.SqlState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asks what operators wrote (checks, conditions of detections) with the rights of database role
 * {@code okta_reader}: it reads collected data, and neither writes nor sees credentials. What it
 * set or locked ends with it, and an answer too large for the memory here stays in the database.
 */
@Component
class ReaderQuery {

  private static final Logger log = LoggerFactory.getLogger(ReaderQuery.class);

  /** An answer is in memory several times over while it is read and handed on. */
  private static final int PART_OF_MEMORY = 8;

  private static final int LONGEST_PROBLEM = 1_000;

  /** Lets this user call what rules run through, and own it like the user before. */
  private static final String GRANT =
      """
      select format('grant %I to %I', pg_get_userbyid(proowner), current_user)
      from pg_proc where oid = 'store.as_reader(text)'::regprocedure""";

  private final JdbcClient database;
  private final long largest;

  @Autowired
  ReaderQuery(JdbcClient database) {
    this(database, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
  }

  /**
   * @param largest answer that is fetched, in bytes
   */
  ReaderQuery(JdbcClient database, long largest) {
    this.database = database;
    this.largest = largest;
  }

  /**
   * The rows, one JSON array.
   *
   * @param values of the query's named parameters
   */
  String rows(String query, Map<String, ?> values) {
    return rows(query, values, Integer.MAX_VALUE);
  }

  /**
   * The same of a query that may find so many; one that finds more is the check's mistake, and
   * nothing of it is fetched.
   */
  String rows(String query, Map<String, ?> values, int most) {
    return database
        .sql(
            """
            select rows, octet_length(answer), case when octet_length(answer) <= :largest then answer end
            from (select jsonb_array_length(found) as rows, case when jsonb_array_length(found) <= :most then found::text end as answer
                  from (select store.as_reader(:query) as found offset 0) f offset 0) a""")
        .param("largest", largest)
        .param("most", most)
        .param("query", QueryText.of(query, values))
        .query(
            (row, number) -> {
              if (row.getLong(1) > most) {
                throw new InvalidDataAccessResourceUsageException(
                    "it finds %,d, more than the %,d of okta.findings-per-check, so none of them is kept: let its SQL find fewer, or raise the setting"
                        .formatted(row.getLong(1), most));
              }
              return fitting(row.getLong(2), row.getString(3));
            })
        .single();
  }

  private String fitting(long bytes, String answer) {
    if (bytes > largest) {
      throw new InvalidDataAccessResourceUsageException(
          "The answer has %,d bytes, more than the %,d that fit here: let the rule tell less, or give the application more memory"
              .formatted(bytes, largest));
    }
    return answer;
  }

  /** The same, read. */
  JsonNode read(String query, Map<String, ?> values) {
    return Json.read(rows(query, values));
  }

  /** Has the database read a query and plan it; no row is read. */
  void understood(String query, Map<String, ?> values) {
    read("select * from (\n" + query + "\n) q where false", values);
  }

  /** What went wrong, in one line; says what rules may do where one wanted more. */
  static String problem(DataAccessException failure) {
    String told = String.valueOf(failure.getMostSpecificCause().getMessage());
    String message =
        OneLine.join(shortened(told))
            .replaceFirst("^ERROR: ", "")
            .replaceFirst(" (Where|Position): .*", "")
            .replaceFirst("[.]? Hint: ", ". ");
    return SqlState.RIGHTS.is(failure)
        ? message
            + " (rules run as okta_reader in a read-only transaction, and see the views of schema"
            + " okta)"
        : message;
  }

  /** The database quotes what it couldn't take, which may be megabytes. */
  private static String shortened(String message) {
    return message.length() > LONGEST_PROBLEM
        ? message.substring(0, LONGEST_PROBLEM) + "…"
        : message;
  }

  /** A database user that may not make roles needs an administrator's help, once. */
  @EventListener(ApplicationReadyEvent.class)
  void tellWhereRulesHaveMoreRights() {
    if (!mayAsk()) {
      log.warn(
          "No rule can be evaluated, because this database user may not call store.as_reader, which"
              + " rules run through. Let an administrator of the database run \"{}\"",
          database.sql(GRANT).query(String.class).single());
    } else if (!hasOwnRole()) {
      log.warn(
          "Rules run with all rights of this database user, because it may not make role"
              + " okta_reader. Let an administrator of the database run \"create role okta_reader;"
              + " create role okta_rules in role okta_reader; grant okta_reader, okta_rules to {}\","
              + " and restart",
          user());
    } else if (!isOutOfReach()) {
      log.warn(
          "Who is in role okta_reader can change store.as_reader, which rules run through, because"
              + " this database user may not make role okta_rules. Let an administrator of the"
              + " database run \"create role okta_rules in role okta_reader; grant okta_rules to"
              + " {}\", and restart",
          user());
    }
  }

  private String user() {
    return database.sql("select current_user").query(String.class).single();
  }

  /** Whether the database lets this user ask anything here. */
  boolean mayAsk() {
    return functionIs("has_function_privilege(oid, 'execute')");
  }

  /** Whether rules run with the rights of {@code okta_reader} alone. */
  boolean hasOwnRole() {
    return functionIs("pg_get_userbyid(proowner) in ('okta_reader', 'okta_rules') and prosecdef");
  }

  /** Whether the function that they run through belongs to nobody who reads. */
  boolean isOutOfReach() {
    return functionIs("pg_get_userbyid(proowner) <> 'okta_reader'");
  }

  private boolean functionIs(String how) {
    return database
        .sql(
            "select %s from pg_proc where oid = 'store.as_reader(text)'::regprocedure"
                .formatted(how))
        .query(Boolean.class)
        .single();
  }
}
