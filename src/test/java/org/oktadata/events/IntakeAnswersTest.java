package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

/** What is said where an intake can't store. */
@ExtendWith(OutputCaptureExtension.class)
class IntakeAnswersTest {

  @Test
  void aDatabaseThatIsAwayIsToldInOneLine(CapturedOutput output) {
    fail(
        new DataAccessResourceFailureException(
            "select 1", new SQLException("Connection to db:5432 refused", "08001")));
    assertThat(output).contains("asked to repeat", "Connection to db:5432 refused");
    assertThat(output).doesNotContain("\tat ");
  }

  @Test
  void brokersThatAreAwayAreToldInOneLine(CapturedOutput output) {
    fail(new IllegalStateException(new KafkaException("Kafka doesn't answer")));
    assertThat(output).contains("asked to repeat: Kafka doesn't answer");
    assertThat(output).doesNotContain("\tat ");
  }

  @Test
  void aMistakeOfOursIsToldWithItsPlace(CapturedOutput output) {
    fail(new IllegalStateException("unexpected"));
    assertThat(output).contains("asked to repeat", "unexpected", "\tat ");
  }

  private static void fail(Exception reason) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, reason);
    new IntakeAnswers(new ObjectMapper()).failed(exchange);
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
  }
}
