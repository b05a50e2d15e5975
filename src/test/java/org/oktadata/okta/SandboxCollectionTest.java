package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.CopiedRoutes;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxFaults.Fault;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The door to Okta against the sandbox org: whole lists, faults on the way, limits in earnest. */
@CamelSpringBootTest
@SpringBootTest(classes = OktaRoutes.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class SandboxCollectionTest {
  private static final SandboxOrg ORG = SandboxOrg.generate(OrgSize.tiny(), 5);
  private static final Duration WINDOW = Duration.ofSeconds(4);

  @TempDir static Path folder;

  @Autowired private ProducerTemplate template;
  @Autowired private OktaRoutes.Connection connection;
  @Autowired private NextPage pages;
  @Autowired private RequestBudget budget;
  private SandboxOkta sandbox;

  @DynamicPropertySource
  static void routes(DynamicPropertyRegistry properties) throws IOException {
    Path home = CopiedRoutes.in(folder, WINDOW);
    properties.add(
        "camel.main.routes-include-pattern", () -> "file:" + home + "/routes/okta-*.camel.yaml");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aListIsWholeWhateverGoesWrongOnTheWay() throws Exception {
    var key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    open(SandboxOptions.standard().withLimits(SandboxLimits.workforce(1)));
    sandbox.register(SandboxClient.withKeys("0oa1", new JWKSet(key)).requiringDpop());
    connect("faulty", new Credential.PrivateKey(pem(key), "k1"));
    for (var fault :
        List.of(
            Fault.EMPTY_ERROR,
            Fault.CONNECTION_CLOSED,
            Fault.TRUNCATED_BODY,
            Fault.HTML_BODY,
            Fault.REVOKED_TOKEN,
            Fault.TOO_MANY_AT_ONCE)) {
      sandbox.faults().sometimes(0.06, "/api/v1/users", fault, 3);
    }
    assertThat(collect("faulty", "/api/v1/users?limit=2"))
        .containsAll(ORG.truth().users("ACTIVE"))
        .doesNotContainAnyElementsOf(ORG.truth().users("DEPROVISIONED"));
    assertThat(sandbox.faults().happened()).isPositive();
  }

  @Test
  void theLimitsOfTheOrgAreUsedAndNotExceeded() throws Exception {
    open(
        SandboxOptions.standard()
            .withLatency(Duration.ofMillis(20))
            .withLimits(
                SandboxLimits.workforce(1)
                    .bucket("/api/v1/users/{id}", 60, "/api/v1/users/{id}")
                    .every(WINDOW)));
    sandbox.register(SandboxClient.withSecret("0oa1", "s3cret"));
    connect("paced", new Credential.ClientSecret("s3cret"));
    var ids = List.copyOf(ORG.truth().users());
    long start = System.nanoTime();
    var threads = Executors.newFixedThreadPool(20);
    try {
      var calls = new ArrayList<Callable<Exchange>>();
      for (int i = 0; i < 240; i++) {
        var id = ids.get(i % ids.size());
        calls.add(() -> get("paced", "/api/v1/users/{id}", sandbox.url() + "/api/v1/users/" + id));
      }
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get().getException()).isNull();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sandbox.statistics().tooManyRequests()).isZero();
    assertThat(sandbox.statistics().callsInBucket("/api/v1/users/{id}")).isEqualTo(240);
    // 60 at once, then three windows of four seconds and what is waited for their surely being
    // over.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(budget.snapshot("paced")).allMatch(bucket -> bucket.rateLimited() == 0);
  }

  private void open(SandboxOptions options) {
    sandbox = SandboxOkta.start(ORG, options);
  }

  private void connect(String integration, Credential credential) {
    connection.set(
        new OktaConnection(
            integration,
            OrgUrl.normalise(sandbox.url()),
            "0oa1",
            credential,
            DpopMode.AUTO,
            1,
            40));
  }

  private Set<String> collect(String integration, String path) throws IOException {
    var found = new TreeSet<String>();
    var next = sandbox.url() + path;
    while (next != null) {
      var exchange = get(integration, "/api/v1/users", next);
      assertThat(exchange.getException()).isNull();
      for (var user : new ObjectMapper().readTree(exchange.getMessage().getBody(byte[].class))) {
        assertThat(found.add(user.path("id").asText())).isTrue();
      }
      next = pages.of(exchange, integration, next, null);
    }
    return found;
  }

  private Exchange get(String integration, String bucket, String url) {
    var exchange = new DefaultExchange(template.getCamelContext());
    exchange.setVariable("integration", integration);
    exchange.setVariable("bucket", bucket);
    exchange.setVariable("next", URI.create(url).toString());
    return template.send("direct:caller", exchange);
  }

  private static String pem(ECKey key) throws Exception {
    var body = Base64.getMimeEncoder().encodeToString(key.toECPrivateKey().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----";
  }
}
