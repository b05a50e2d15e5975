package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class OutageTest {

  private final Exchange list = new DefaultExchange(new DefaultCamelContext());

  /** Such a clock may begin anywhere, and pass the largest number on its way. */
  private long now = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();

  @Test
  void oneThatLastsCountsFromItsFirstFailure() {
    failsAt("page1");
    pass(10);
    failsAt("page1");
    pass(6);
    assertThat(Outage.length(list, now)).isEqualTo(Duration.ofMinutes(16));
  }

  @Test
  void aHiccupAtALaterPageOfTheListCountsAnew() {
    failsAt("page1");
    pass(60);
    list.setVariable("next", "page2");
    assertThat(Outage.length(list, now)).isZero();
    failsAt("page2");
    pass(1);
    assertThat(Outage.length(list, now)).isEqualTo(Duration.ofMinutes(1));
  }

  private void failsAt(String page) {
    list.setVariable("next", page);
    Outage.note(list, now);
  }

  private void pass(int minutes) {
    now += Duration.ofMinutes(minutes).toNanos();
  }
}
