package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class CausesOfFailuresTest {

  @Test
  void aTransactionThatCouldNotBeRolledBackSaysWhatItFailedOf() {
    TransactionSystemException end =
        new TransactionSystemException("rollback failed", new SQLException("Connection is closed"));
    assertThat(Causes.reason(end)).isEqualTo("Connection is closed");
    end.initApplicationException(new SQLException("no writes", "25006"));
    assertThat(SqlState.of(end)).isEqualTo("25006");
    assertThat(Causes.reason(end)).isEqualTo("no writes");
  }

  @Test
  void whatSaysNothingIsPassedOver() {
    SQLException driver = new SQLException("An I/O error occurred", "08006", new EOFException());
    assertThat(Causes.reason(new DataAccessResourceFailureException("outer", driver)))
        .isEqualTo("An I/O error occurred");
    assertThat(Causes.reason(new EOFException())).isNull();
  }
}
