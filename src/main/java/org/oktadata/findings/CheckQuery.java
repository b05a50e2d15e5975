package org.oktadata.findings;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs a check's SQL, reading only and not for ever. */
@Component
class CheckQuery {

  private static final int SECONDS = 55;

  private final JdbcClient database;
  private final TransactionTemplate reading;

  CheckQuery(JdbcClient database, PlatformTransactionManager transactions) {
    this.database = database;
    this.reading = new TransactionTemplate(transactions);
    this.reading.setReadOnly(true);
    this.reading.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
  }

  /** What fails, as one JSON array of {subject_id, evidence}. */
  String failing(Check check, String integration, Map<String, Object> settings) {
    return reading.execute(
        status -> {
          database.sql("set local statement_timeout = '%ds'".formatted(SECONDS)).update();
          database.sql("set local jit = off").update();
          return database
              .sql(
                  """
                  select coalesce(jsonb_agg(to_jsonb(failing)), '[]')::text from (
                  %s
                  ) failing"""
                      .formatted(check.sql().replaceAll(";\\s*$", "")))
              .params(settings)
              .param("integration", integration)
              .query(String.class)
              .single();
        });
  }
}
