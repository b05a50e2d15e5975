package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.oktadata.okta.OktaStub.Answer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

class OktaStopTest {

  @Test
  void theApplicationStopsAtOnceAlthoughCallsWaitForTheNextWindow() throws Exception {
    var threads = Executors.newFixedThreadPool(6);
    var app =
        new SpringApplicationBuilder(OktaRoutes.class)
            .web(WebApplicationType.NONE)
            .run("--camel.main.routes-include-pattern=file:routes/okta-*.camel.yaml");
    try (var okta = new OktaStub()) {
      okta.answers = asked -> Answer.json(200, "[]").limited(2, 0, 60);
      var url = okta.url();
      app.getBean(OktaRoutes.Connection.class)
          .set(
              new OktaConnection(
                  "acme", url, "0oa1", new Credential.ClientSecret("x"), DpopMode.AUTO, 1, 30));
      var template = app.getBean(ProducerTemplate.class);
      Callable<Exchange> call =
          () -> {
            var exchange = new DefaultExchange(template.getCamelContext());
            exchange.setVariable("integration", "acme");
            exchange.setVariable("bucket", "/api/v1/users");
            exchange.setVariable("next", url + "/api/v1/users");
            return template.send("direct:caller", exchange);
          };
      var calls = IntStream.range(0, 6).mapToObj(i -> threads.submit(call)).toList();
      Awaitility.await().until(() -> okta.calls().size() == 1);
      Awaitility.await().until(() -> ((ThreadPoolExecutor) threads).getActiveCount() == 5);
      long start = System.nanoTime();
      app.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      var kinds = new ArrayList<FailureKind>();
      for (var each : calls) {
        var failure = each.get().getException();
        if (failure != null) {
          kinds.add(OktaFailure.of(failure).kind());
        }
      }
      assertThat(kinds).hasSize(5).containsOnly(FailureKind.STOPPED);
    } finally {
      threads.shutdownNow();
    }
  }
}
