package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How long records are waited with is measured by a clock that nobody sets. */
class KafkaPatienceTest {

  @Test
  void endsAfterTwoMinutesOfFailing() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    KafkaPatience patience = new KafkaPatience(nanos::get);
    Exchange records = new DefaultExchange(new DefaultCamelContext());
    assertThat(patience.matches(records)).isTrue();
    nanos.addAndGet(Duration.ofSeconds(119).toNanos());
    assertThat(patience.matches(records)).isTrue();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(patience.matches(records)).isFalse();
  }
}
