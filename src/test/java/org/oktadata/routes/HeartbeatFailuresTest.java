package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

class HeartbeatFailuresTest {

  private final AtomicLong nanos = new AtomicLong();
  private final HeartbeatFailures failures = new HeartbeatFailures(nanos::get);

  @Test
  void aDatabaseThatIsAwayIsToldOnceInTenMinutesHoweverItRefuses() {
    assertThat(failures.isNews(away("Connection refused"))).isTrue();
    assertThat(failures.isNews(away("An I/O error occurred"))).isFalse();
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    assertThat(failures.isNews(away("Connection refused"))).isTrue();
  }

  @Test
  void anotherFailureIsNews() {
    assertThat(failures.isNews(with(new IllegalStateException("one")))).isTrue();
    assertThat(failures.isNews(with(new IllegalStateException("one")))).isFalse();
    assertThat(failures.isNews(with(new IllegalStateException("two")))).isTrue();
  }

  @Test
  void theSentenceOfADatabaseThatIsAwayHoldsNoStatement() {
    assertThat(failures.sentence(away("Connection refused")))
        .isEqualTo("the database doesn't answer (Connection refused)");
    assertThat(failures.sentence(with(new IllegalStateException("it is\n  broken"))))
        .isEqualTo("it is broken");
  }

  @Test
  void aStatementThatFailedIsNotRepeatedWithTheDataThatItMet() {
    Exchange slow = with(slow("ada@acme.example"));
    assertThat(failures.sentence(slow))
        .isEqualTo("ERROR: canceling statement due to statement timeout");
    assertThat(failures.isNews(slow)).isTrue();
    assertThat(failures.isNews(with(slow("bob@acme.example")))).isFalse();
  }

  private static Exception slow(String met) {
    return new QueryTimeoutException(
        "PreparedStatementCallback; SQL [select 1]",
        new SQLException(
            "ERROR: canceling statement due to statement timeout\n  Where: SQL statement about "
                + met,
            "57014"));
  }

  private static Exchange away(String said) {
    return with(
        new DataAccessResourceFailureException(
            "PreparedStatementCallback; SQL [select 1]", new SQLException(said, "08001")));
  }

  private static Exchange with(Exception failure) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    return exchange;
  }
}
