package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.instances.Fleet;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClockWatchTest {

  private final AtomicLong wall = new AtomicLong(1_000_000_000);
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aTimerBeginsAnewWhenTheClockWentBackAndOnlyThen(CapturedOutput output) throws Exception {
    AtomicInteger fired = new AtomicInteger();
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              // With no delay, Camel may fire before it has started the consumer, and skip the
              // hour.
              from("timer:hourly?period=3600000&delay=100")
                  .process(exchange -> fired.incrementAndGet());
            }
          });
      context.start();
      Awaitility.await().until(() -> fired.get() == 1);
      ClockWatch watch = new ClockWatch(context, triggers(), wall::get, nanos::get);
      pass(5_000);
      watch.look();
      wall.addAndGet(7_200_000);
      watch.look();
      assertThat(output).contains("it went 7200 s ahead");
      assertThat(fired).hasValue(1);
      wall.addAndGet(-3_600_000);
      watch.look();
      Awaitility.await().until(() -> fired.get() == 2);
      watch.look();
      assertThat(output.getAll().lines().filter(line -> line.contains("Clock: "))).hasSize(2);
      assertThat(output).contains("it went back 3600 s");
    }
  }

  private void pass(long millis) {
    wall.addAndGet(millis);
    nanos.addAndGet(millis * 1_000_000);
  }

  /** Without a scheduler. */
  private static Triggers triggers() {
    return new Triggers(
        (Fleet) null, new StaticListableBeanFactory().getBeanProvider(org.quartz.Scheduler.class));
  }
}
