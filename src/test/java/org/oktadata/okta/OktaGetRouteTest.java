package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.okta.OktaStub.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The door to Okta as it is routed, against a server on a loopback port. */
@CamelSpringBootTest
@SpringBootTest(
    classes = OktaRoutes.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "camel.main.routes-include-pattern=file:routes/okta-*.camel.yaml",
      "spring.main.banner-mode=off"
    })
class OktaGetRouteTest {
  @Autowired private ProducerTemplate template;
  @Autowired private OktaRoutes.Connection connection;
  @Autowired private AccessTokens tokens;
  @Autowired private RequestBudget budget;
  @Autowired private OrgNames names;
  private OktaStub okta;
  private String integration;

  @BeforeEach
  void start() throws IOException {
    okta = new OktaStub();
    okta.answers = asked -> Answer.json(200, "[{\"id\":\"00u1\"}]").limited(600, 599, 30);
    integration = "acme-" + System.nanoTime();
    connect(DpopMode.AUTO);
  }

  @AfterEach
  void stop() {
    okta.close();
  }

  @Test
  void aPageIsBytesAsItComesWhateverItsSize() throws Exception {
    okta.answers =
        asked ->
            Answer.json(200, "[" + "{\"id\":\"00u1\"},".repeat(20_000) + "{}]")
                .limited(600, 599, 30);
    List<Object> bodies = new ArrayList<>();
    CamelContext camel = template.getCamelContext();
    AdviceWith.adviceWith(
        camel,
        "okta-call",
        route ->
            route
                .weaveById("keep-it-as-bytes")
                .before()
                .process(page -> bodies.add(page.getMessage().getBody())));
    assertThat(get("direct:okta-get", "/api/v1/users?limit=200").getException()).isNull();
    assertThat(bodies).singleElement().isInstanceOf(byte[].class);
  }

  @Test
  void anOrgIsAskedOnceAndWithoutATokenWhatItCallsItsOwn() {
    URI issuer = connection.get().issuer();
    okta.answers = asked -> Answer.json(404, "{}");
    assertThat(names.of(issuer)).as("what isn't known").isEmpty();
    okta.answers =
        asked ->
            Answer.json(
                200,
                """
                {"id": "00o1", "pipeline": "idx", "_links": {"organization": {"href": "https://acme.okta.com"},
                 "alternate": {"href": "https://Login.acme.test/"}}}""");
    okta.asked.clear();
    for (int time = 0; time < 2; time++) {
      assertThat(names.of(issuer))
          .containsExactly(
              URI.create("https://acme.okta.com"), URI.create("https://login.acme.test"));
    }
    assertThat(okta.asked)
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.uri().getPath()).isEqualTo("/.well-known/okta-organization");
              assertThat(asked.headers()).doesNotContainKey("authorization");
            });
  }

  /** Or a list of a thousand pages would end for good at one moment of the org's. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void whatAnOrgCallsItsOwnIsAskedAgainWhereItCouldNotSayItJustNow(int status) {
    okta.answers = asked -> Answer.json(status, "{}");
    assertThatThrownBy(() -> names.of(connection.get().issuer()))
        .satisfies(failure -> assertThat(OktaFailure.of(failure).retryable()).isTrue());
  }

  @Test
  void anAnswerThatNamesNothingIsNotKeptAndALinkThatIsNoOrgHidesNoOther() {
    URI issuer = connection.get().issuer();
    okta.answers = asked -> Answer.json(200, "{}");
    assertThat(names.of(issuer)).isEmpty();
    okta.answers =
        asked ->
            Answer.json(
                200,
                """
                {"_links": {"self": {"href": "https://acme.okta.com/.well-known/okta-organization"},
                 "alternate": {"href": "https://login.acme.test"}}}""");
    assertThat(names.of(issuer)).containsExactly(URI.create("https://login.acme.test"));
  }

  @Test
  void aPageComesBackAsBytesAndTheTokenIsOnlyOnTheWire() {
    var exchange = get("direct:okta-get", "/api/v1/users?limit=200&after=a%2Fb+c%3D%3D");

    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody()).isInstanceOf(byte[].class);
    assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("[{\"id\":\"00u1\"}]");
    var call = okta.calls().get(0);
    assertThat(call.uri().toString()).isEqualTo("/api/v1/users?limit=200&after=a%2Fb+c%3D%3D");
    assertThat(call.headers())
        .containsEntry("authorization", "Bearer secret-token-1")
        .containsEntry("accept", "application/json")
        .doesNotContainKeys("x-okta-integration", "dpop", "fireinstanceid");
    assertThat(call.headers().get("user-agent")).startsWith("okta-data-integration/");
    // No others: an answer of 30 bytes in xz or lzma can make its reader take 2 GB at once.
    assertThat(call.headers().get("accept-encoding").split(", "))
        .contains("gzip")
        .isSubsetOf("gzip", "x-gzip", "deflate");
    assertThat(everythingIn(exchange)).doesNotContain("secret-token");
    assertThat(exchange.getMessage().getHeaders())
        .containsKey("X-Rate-Limit-Remaining")
        .doesNotContainKeys("X-Okta-Integration", "CamelHttpUri");
  }

  @Test
  void whatEarlierStepsLeftInTheMessageDoesNotReachOkta() {
    var exchange =
        template.send(
            "direct:okta-get",
            call -> {
              prepare(call, "/api/v1/users");
              call.getIn().setHeader("fireInstanceId", "quartz");
              call.getIn().setHeader("Authorization", "SSWS foreign");
              call.getIn().setHeader("CamelHttpPath", "/elsewhere");
              call.getIn().setHeader("CamelHttpQuery", "limit=1");
              call.getIn().setHeader("CamelHttpMethod", "DELETE");
              call.getIn().setBody("a body");
            });
    assertThat(exchange.getException()).isNull();
    var asked = okta.calls().get(0);
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.uri().toString()).isEqualTo("/api/v1/users");
    assertThat(asked.headers())
        .containsEntry("authorization", "Bearer secret-token-1")
        .doesNotContainKey("fireinstanceid");
  }

  @Test
  void thirtyCallsThatAreRefusedAtOnceFetchOneNewToken() throws Exception {
    var issued = new AtomicInteger();
    okta.tokens = asked -> Answer.token("token-" + issued.incrementAndGet(), "Bearer");
    okta.answers =
        asked ->
            asked.headers().get("authorization").equals("Bearer token-1")
                ? error(401, "E0000011", "Invalid token provided").limited(600, 500, 30)
                : Answer.json(200, "[]").limited(600, 500, 30);
    var done = inParallel(30, "direct:caller", "/api/v1/users");
    assertThat(done).allMatch(exchange -> exchange.getException() == null);
    assertThat(issued).hasValue(2);
  }

  @Test
  void aTokenThatIsRefusedEvenWhenNewIsNotTriedForEver() {
    okta.answers = asked -> error(401, "E0000011", "Invalid token provided").limited(600, 500, 30);
    var exchange = get("direct:caller", "/api/v1/users");
    assertThat(OktaFailure.of(exchange).kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(okta.calls()).hasSize(2);
    assertThat(okta.tokenCalls()).hasSize(2);
  }

  @Test
  void anAbsentFeatureDoesNotCostTheToken() {
    okta.answers = asked -> error(401, "E0000015", "You do not have permission");
    var exchange = get("direct:caller", "/api/v1/realms");
    assertThat(OktaFailure.of(exchange).kind()).isEqualTo(FailureKind.FEATURE_ABSENT);
    assertThat(okta.calls()).hasSize(1);
    get("direct:caller", "/api/v1/realms");
    assertThat(okta.tokenCalls()).hasSize(1);
  }

  @Test
  void withDpopEachCallCarriesAProofForTheUrlThatIsCalled() throws Exception {
    okta.tokens =
        asked ->
            asked.headers().containsKey("dpop")
                ? Answer.token("secret-bound", "DPoP")
                : Answer.refusal(
                    400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
    get("direct:okta-get", "/api/v1/users?limit=200");
    get("direct:okta-get", "/api/v1/users?after=2");
    var proofs = okta.calls().stream().map(call -> Proof.read(call.headers().get("dpop"))).toList();
    assertThat(okta.calls())
        .allMatch(call -> call.headers().get("authorization").equals("DPoP secret-bound"));
    assertThat(proofs)
        .hasSize(2)
        .allMatch(Proof::isValid)
        .allMatch(proof -> proof.claim("htu").equals(okta.url() + "/api/v1/users"))
        .allMatch(proof -> proof.claim("htm").equals("GET"))
        .allMatch(proof -> proof.claim("ath").equals(Proof.hash("secret-bound")));
    assertThat(proofs.get(0).claim("jti")).isNotEqualTo(proofs.get(1).claim("jti"));
  }

  @Test
  void aNonceThatTheApiAsksForIsInTheNextProof() {
    connect(DpopMode.ALWAYS);
    okta.tokens = asked -> Answer.token("secret-bound", "DPoP");
    okta.answers =
        asked ->
            "n-1".equals(Proof.read(asked.headers().get("dpop")).claim("nonce"))
                ? Answer.json(200, "[]")
                : Answer.json(401, "")
                    .with("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")
                    .with("DPoP-Nonce", "n-1");
    assertThat(get("direct:caller", "/api/v1/users").getException()).isNull();
    assertThat(okta.calls()).hasSize(2);
    assertThat(okta.tokenCalls()).hasSize(1);
  }

  @Test
  void theTokenIsNotShownToAnotherHost() throws IOException {
    get("direct:okta-get", "/api/v1/users");
    try (var stranger = new OktaStub()) {
      var exchange = get("direct:caller", stranger.url() + "/api/v1/users?after=2");
      assertThat(OktaFailure.of(exchange).sentence()).contains("is not followed");
      assertThat(stranger.asked).isEmpty();
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    okta.answers = asked -> Answer.json(302, "").with("Location", "https://elsewhere.test/");
    var failure = OktaFailure.of(get("direct:caller", "/api/v1/users"));
    assertThat(failure.kind()).isEqualTo(FailureKind.BROKEN_ANSWER);
    assertThat(failure.sentence()).contains("redirects").contains("https://elsewhere.test/");
    assertThat(okta.calls()).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksOffIsAskedForAgain() {
    var calls = new AtomicInteger();
    okta.answers = asked -> Answer.json(calls.incrementAndGet() < 3 ? -1 : 200, "[{\"id\":\"1\"}]");
    var exchange = get("direct:caller", "/api/v1/users");
    assertThat(exchange.getException()).isNull();
    assertThat(okta.calls()).hasSize(3);
    assertThat(okta.calls().get(2).headers()).doesNotContainKey("x-okta-retry-for");
  }

  @Test
  void aBrokenAnswerIsAskedForAgainButNotForEver() {
    okta.answers =
        asked -> Answer.json(200, "<html>Sign in</html>").with("Content-Type", "text/html");
    connect(DpopMode.AUTO);
    var exchange = get("direct:caller-in-haste", "/api/v1/users");
    assertThat(OktaFailure.of(exchange).kind()).isEqualTo(FailureKind.BROKEN_ANSWER);
    assertThat(okta.calls()).hasSize(8);
  }

  @Test
  void a429IsRepeatedAfterTheResetAndNamesTheFirstRequest() {
    var calls = new AtomicInteger();
    okta.answers =
        asked ->
            calls.incrementAndGet() == 1
                ? error(429, "E0000047", "too many requests")
                    .limited(50, 0, 1)
                    .with("X-Okta-Request-Id", "req-1")
                : Answer.json(200, "[]").limited(50, 49, 60);
    long start = System.nanoTime();
    var exchange = get("direct:caller", "/api/v1/apps");
    assertThat(exchange.getException()).isNull();
    assertThat(System.nanoTime() - start).isGreaterThan(1_000_000_000L);
    assertThat(okta.calls().get(1).headers())
        .containsEntry("x-okta-retry-for", "req-1")
        .containsEntry("x-okta-retry-count", "1");
    assertThat(budget.snapshot(integration).get(0).rateLimited()).isEqualTo(1);
  }

  @Test
  void aFailureFreesItsPlaceSoThatTheNextCallGoes() {
    okta.answers = asked -> error(403, "E0000006", "no").limited(600, 9, 30);
    for (int i = 0; i < 8; i++) {
      get("direct:okta-get", "/api/v1/users");
    }
    var bucket = budget.snapshot(integration).get(0);
    assertThat(bucket.inFlight()).isZero();
    assertThat(bucket.calls()).isEqualTo(8);
  }

  @Test
  void manyPagesOnOneExchangeLeaveNothingBehind() {
    var many =
        template.send(
            "direct:page-after-page",
            call -> {
              prepare(call, "/api/v1/users");
              call.setVariable("rounds", 20);
            });
    assertThat(many.getException()).isNull();
    assertThat(many.getProperty("completions", Integer.class)).isZero();
  }

  private void connect(DpopMode dpop) {
    connection.set(
        new OktaConnection(
            integration,
            okta.url(),
            "0oa1",
            new Credential.ClientSecret("very-secret"),
            dpop,
            1,
            40));
    tokens.invalidate(integration);
  }

  private Exchange get(String route, String page) {
    return template.send(route, exchange -> prepare(exchange, page));
  }

  private void prepare(Exchange exchange, String page) {
    exchange.setVariable("integration", integration);
    exchange.setVariable("bucket", "/api/v1/users");
    exchange.setVariable("next", page.startsWith("/") ? okta.url() + page : page);
  }

  private List<Exchange> inParallel(int calls, String route, String page) throws Exception {
    var threads = Executors.newFixedThreadPool(calls);
    try {
      var all =
          threads.invokeAll(
              IntStream.range(0, calls)
                  .<Callable<Exchange>>mapToObj(i -> () -> get(route, page))
                  .toList());
      var done = new ArrayList<Exchange>();
      for (Future<Exchange> one : all) {
        done.add(one.get());
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  private static String everythingIn(Exchange exchange) {
    return exchange.getProperties()
        + " "
        + exchange.getAllProperties()
        + " "
        + exchange.getVariables()
        + " "
        + exchange.getMessage().getHeaders()
        + " "
        + exchange.getMessage().getBody(String.class);
  }

  private static Answer error(int status, String code, String summary) {
    return Answer.json(
        status,
        """
        {"errorCode":"%s","errorSummary":"%s","errorLink":"%s","errorId":"oae1","errorCauses":[]}"""
            .formatted(code, summary, code));
  }
}
