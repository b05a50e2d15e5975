package org.oktadata.findings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs a check's SQL: reading only, collected data only, and not for ever. */
@Component
class CheckQuery {

  private static final int SECONDS = 55;

  /** For each hash or sort, since checks run one after the other: a million users fit. */
  private static final String MEMORY = "64MB";

  private final JdbcClient database;
  private final ReaderQuery reader;
  private final TransactionTemplate reading;

  CheckQuery(JdbcClient database, ReaderQuery reader, PlatformTransactionManager transactions) {
    this.database = database;
    this.reader = reader;
    this.reading = new TransactionTemplate(transactions);
    this.reading.setReadOnly(true);
    this.reading.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * What a check found.
   *
   * @param subjects one JSON array of {subject_id, evidence}
   * @param asOf when its transaction began: whatever was committed later may be missing
   */
  record Failing(String subjects, OffsetDateTime asOf) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Whether there are rows, and no column that says whom they are about. */
    boolean lacksSubject() {
      try (JsonParser rows = JSON.createParser(subjects)) {
        rows.nextToken();
        if (rows.nextToken() != JsonToken.START_OBJECT) {
          return false;
        }
        while (rows.nextToken() == JsonToken.FIELD_NAME) {
          if (rows.currentName().equals("subject_id")) {
            return false;
          }
          rows.nextToken();
          rows.skipChildren();
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Asks it.
   *
   * @param most subjects it may find; with more it fails
   */
  Failing failing(Check check, String integration, Map<String, Object> settings, int most) {
    return reading.execute(
        status -> {
          // Whatever the SQL did beside reading, nothing of it stays.
          status.setRollbackOnly();
          database.sql("set local statement_timeout = '%ds'".formatted(SECONDS)).update();
          // A table that somebody holds is no fault of the check.
          database.sql("set local lock_timeout = '5s'").update();
          database.sql("set local jit = off").update();
          database.sql("set local work_mem = '%s'".formatted(MEMORY)).update();
          Map<String, Object> values = new HashMap<>(settings);
          values.put("integration", integration);
          String subjects = reader.rows(check.sql().replaceAll(";\\s*$", ""), values, most);
          return new Failing(
              subjects, database.sql("select now()").query(OffsetDateTime.class).single());
        });
  }
}
