package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads that call a route right after it was exchanged. */
class FreshDirectTest {

  private final CamelContext context = new DefaultCamelContext();
  private final SlowForTheFirst direct = new SlowForTheFirst();

  @AfterEach
  void stop() {
    direct.goOn.countDown();
    context.stop();
  }

  @Test
  void whoCallsWhileAnotherStillLooksForTheRouteDoesNotCallTheOneThatWasTakenOut()
      throws Exception {
    context.addComponent("direct", direct);
    RouteFiles before = version("one");
    RouteLoader.load(context, before);
    context.start();
    ProducerTemplate template = context.createProducerTemplate();
    assertThat(answer(template)).isEqualTo("one");

    RouteFiles edited = version("two");
    RouteLoader.exchange(context, edited, before, RouteDifference.between(before, edited));
    direct.slow.set(true);
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> answer(template));
    assertThat(direct.looks.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(answer(template)).isEqualTo("two");
    direct.goOn.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("two");
  }

  private static String answer(ProducerTemplate template) {
    return template.requestBody("direct:caller", "", String.class);
  }

  /** Whose route calls another is in a file that isn't edited, so it stays. */
  private static RouteFiles version(String answer) {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(
        Path.of("caller.camel.yaml"),
        """
        - route:
            id: caller
            from:
              uri: direct
              parameters: { name: caller }
              steps:
                - to: { id: call, uri: direct, parameters: { name: called } }
        """);
    files.put(
        Path.of("called.camel.yaml"),
        """
        - route:
            id: called
            from:
              uri: direct
              parameters: { name: called }
              steps:
                - to: { id: go-on, uri: direct, parameters: { name: inner } }
        - route:
            id: inner
            from:
              uri: direct
              parameters: { name: inner }
              steps:
                - setBody: { id: say-which, expression: { constant: { expression: %s } } }
        """
            .formatted(answer));
    return new RouteFiles(files, "", Map.of());
  }

  /** The first who looks for the route that was exchanged is held until told to go on. */
  private static final class SlowForTheFirst extends FreshDirect {

    private final AtomicBoolean slow = new AtomicBoolean();
    private final CountDownLatch looks = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    protected DirectConsumer getConsumer(String name, boolean block, long timeout)
        throws InterruptedException {
      if (name.endsWith("called") && slow.compareAndSet(true, false)) {
        looks.countDown();
        goOn.await();
      }
      return super.getConsumer(name, block, timeout);
    }
  }
}
