package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OktaFailureTest {

  @Test
  void nobodyIsToldMoreThanAnybodyReads() {
    String endless = "x".repeat(5_000);
    String body =
        "{\"errorCode\":\"%1$s\",\"errorSummary\":\"%1$s\",\"error_description\":\"%1$s\"}"
            .formatted(endless);
    OktaFailure failure =
        OktaFailure.of(
            new HttpOperationFailedException(
                "https://acme.okta.com/api/v1/users", 400, "", null, Map.of(), body));
    assertThat(failure.sentence()).hasSizeLessThan(600);
    Map<String, String> headers =
        Map.of("Location", endless, "WWW-Authenticate", "Bearer scope=\"%s\"".formatted(endless));
    assertThat(OktaFailure.of(http(302, "/" + endless, headers, null)).sentence())
        .contains("Okta redirects", "x".repeat(299), " to " + "x".repeat(300))
        .hasSizeLessThan(700);
    assertThat(OktaFailure.of(http(403, "/", headers, "{\"errorCode\":\"E0000006\"}")).sentence())
        .hasSizeLessThan(700);
    assertThat(Challenge.scope(headers.get("WWW-Authenticate"))).hasSizeLessThan(350);
    assertThatThrownBy(() -> new PageBody().check(body.substring(5).getBytes(), endless))
        .hasMessageContaining("The answer is not JSON but xxx")
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .hasSizeLessThan(400);
    TokenAnswer refusal = TokenAnswer.of(400, body, 0);
    assertThat(refusal.error()).hasSize(100);
    assertThat(refusal.description()).hasSize(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|/api/v1/users|E0000011||UNAUTHORIZED|true",
        "401|/api/v1/users|E0000004||UNAUTHORIZED|true",
        "401|/api/v1/users||Bearer error=\"invalid_token\"|UNAUTHORIZED|true",
        "401|/api/v1/realms|E0000015||FEATURE_ABSENT|false",
        "403|/api/v1/realms|E0000015||FEATURE_ABSENT|false",
        "403|/api/v1/users|E0000006||FORBIDDEN_ROLE|false",
        "403|/api/v1/users||Bearer error=\"insufficient_scope\", scope=\"okta.users.read\"|FORBIDDEN_SCOPE|false",
        "403|/api/v1/users|E0000006|Bearer error=\"insufficient_scope\"|FORBIDDEN_SCOPE|false",
        "404|/api/v1/users/1|E0000007||GONE|false",
        "404|/api/v1/users/1|{}||GONE|false",
        "410|/api/v1/users/1|{}||GONE|false",
        "400|/api/v1/users/1|E0000007||GONE|false",
        "403|/api/v1/users/1|E0000007||FORBIDDEN_ROLE|false",
        "500|/api/v1/users/1|E0000007||SERVER|true",
        "400|/api/v1/users?after=1|||BROKEN_ANSWER|true",
        "403|/api/v1/users|||BROKEN_ANSWER|true",
        "404|/api/v1/users/1|||BROKEN_ANSWER|true",
        "405|/api/v1/policies?type=X|||BROKEN_ANSWER|true",
        "410|/api/v1/users/1|||BROKEN_ANSWER|true",
        "400|/api/v1/policies?type=X|E0000001||TYPE_ABSENT|false",
        "400|/api/v1/policies?limit=2&type=X|E0000001||TYPE_ABSENT|false",
        "400|/api/v1/users?after=1|E0000001||CURSOR_REFUSED|false",
        "400|/api/v1/users?limit=2&after=1|E0000031||CURSOR_REFUSED|false",
        "404|/api/v1/users?after=1|E0000007||CURSOR_REFUSED|false",
        "410|/api/v1/groups/1/users?limit=2&after=1|{}||CURSOR_REFUSED|false",
        "400|/api/v1/users?search=x|E0000031||BAD_REQUEST|false",
        "405|/api/v1/users|E0000022||BAD_REQUEST|false",
        "423|/api/v1/policies|E0000239||SERVER|true",
        "429|/api/v1/users|E0000047||RATE_LIMITED|true",
        "500|/api/v1/users|E0000009||SERVER|true",
        "501|/api/v1/users|||SERVER|false",
        "502|/api/v1/users|||SERVER|true",
        "504|/api/v1/users|||SERVER|true",
        "407|/api/v1/users|||NETWORK|false",
        "302|/api/v1/users|||BROKEN_ANSWER|false"
      })
  void anErrorAnswerIsClassified(
      int status, String page, String code, String challenge, FailureKind kind, boolean retryable) {
    var body =
        code == null
            ? "<html>nothing</html>"
            : code.equals("{}") ? "{\"status\":404}" : "{\"errorCode\":\"" + code + "\"}";
    var headers =
        challenge == null
            ? Map.of("x-okta-request-id", "r1")
            : Map.of("x-okta-request-id", "r1", "www-authenticate", challenge);
    var failure = OktaFailure.of(new RuntimeException(http(status, page, headers, body)));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.requestId()).isEqualTo("r1");
    assertThat(failure.errorCode()).isEqualTo(code == null || code.equals("{}") ? "" : code);
    assertThat(failure.sentence()).contains("/api/v1/").endsWith(".").doesNotContain("after=");
  }

  @Test
  void whatIsNotOktasAnswerSaysNothingOfWhatIsThere() {
    for (var body : new String[] {null, "", " ", "[]", "null", "<html>{}</html>", "Not found"}) {
      var failure = OktaFailure.of(http(404, "/api/v1/users/1", Map.of(), body));
      assertThat(failure.kind()).as(body).isEqualTo(FailureKind.BROKEN_ANSWER);
      assertThat(failure.sentence())
          .isEqualTo(
              "The answer for /api/v1/users/1 is not Okta's: a proxy may have answered in its place (404).");
    }
  }

  @Test
  void theConcurrencyLimitIsToldFromTheBucket() {
    var headers =
        Map.of("x-rate-limit-limit", "0", "x-rate-limit-remaining", "0", "x-rate-limit-reset", "1");
    assertThat(OktaFailure.of(http(429, "/api/v1/users", headers, "")).kind())
        .isEqualTo(FailureKind.CONCURRENCY);
  }

  @Test
  void theScopeThatIsMissingIsNamed() {
    var headers =
        Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"okta.logs.read\"");
    assertThat(OktaFailure.of(http(403, "/api/v1/logs", headers, null)).sentence())
        .isEqualTo("The app lacks the scope for /api/v1/logs, which is okta.logs.read (403).");
  }

  @Test
  void errorBodiesAreReadLeniently() {
    for (var body :
        new String[] {null, "", "null", "[]", "{", "{\"errorCode\":7}", "Bad Gateway"}) {
      assertThat(OktaFailure.of(http(500, "/api/v1/users", Map.of(), body)).errorCode()).isEmpty();
    }
    assertThat(OktaErrorBody.read("{\"a\":{\"errorCode\":\"x\"},\"errorCode\":\"E1\",").code())
        .isEqualTo("E1");
  }

  @Test
  void aNetworkProblemNamesTheHostAndSaysWhetherItMayPass() {
    var called = URI.create("https://acme.okta.com/api/v1/users");
    assertNetwork(new UnknownHostException("x"), called, "acme.okta.com is unknown", true);
    assertNetwork(new ConnectException("refused"), called, "cannot be reached", true);
    assertNetwork(new SocketTimeoutException(), called, "did not answer in time", true);
    assertNetwork(
        new SocketException("Connection reset"), called, "broke (Connection reset)", true);
    assertNetwork(
        new SSLHandshakeException("PKIX"), called, "okta.http.trusted-certificates", false);
    var alert = new SSLHandshakeException("Received fatal alert: handshake_failure");
    assertNetwork(alert, called, "TLS connection to acme.okta.com failed", false);
    assertNetwork(
        tls(new CertificateExpiredException("NotAfter: x")), called, "has expired (NotAft", false);
    assertNetwork(
        tls(new CertificateNotYetValidException("NotBefore: x")), called, "set the clock", false);
    var name = new SSLPeerUnverifiedException("only [other]");
    assertNetwork(name, called, "is not for this name (only [other]): check the issuer", false);
    assertNetwork(tls(new EOFException()), called, "TLS connection to acme.okta.com failed", true);
  }

  private static SSLHandshakeException tls(Exception cause) {
    var failure = new SSLHandshakeException("PKIX path validation failed");
    failure.initCause(cause);
    return failure;
  }

  @Test
  void aProxysStatusStaysWhatItIsWhereTheHostIsKnown() {
    var failure = http(407, "/api/v1/users", Map.of(), "");
    assertThat(OktaFailure.of(failure, URI.create("https://acme.okta.com")).sentence())
        .contains("The proxy asks for a login");
  }

  @Test
  void whatIsNotOktasDoingIsNotRetried() {
    var failure = OktaFailure.of(new IllegalStateException("the database is full"));
    assertThat(failure.kind()).isEqualTo(FailureKind.OTHER);
    assertThat(failure.retryable()).isFalse();
    assertThat(OktaFailure.of(new CallsStoppedException("acme")).kind())
        .isEqualTo(FailureKind.STOPPED);
    assertThat(OktaFailure.of(new BrokenAnswerException("Cut off.")).retryable()).isTrue();
    assertThat(OktaFailure.of(new OktaTokenException("Wrong secret.")).retryable()).isFalse();
    assertThat(OktaFailure.of((Throwable) null).kind()).isEqualTo(FailureKind.OTHER);
  }

  @Test
  void whatOursSayIsToldWithoutTheNamesOfClasses() {
    var ours = new SentenceException("The credentials are sealed with another data key.");
    assertThat(OktaFailure.of(new RuntimeException(ours)).sentence()).isEqualTo(ours.getMessage());
    assertThat(OktaFailure.of(new IllegalStateException("full")).sentence())
        .isEqualTo("java.lang.IllegalStateException: full");
  }

  private static final class SentenceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SentenceException(String sentence) {
      super(sentence);
    }
  }

  private static void assertNetwork(IOException e, URI called, String part, boolean passing) {
    var failure = OktaFailure.of(new RuntimeException(e), called);
    assertThat(failure.kind()).isEqualTo(FailureKind.NETWORK);
    assertThat(failure.sentence()).contains("acme.okta.com").contains(part).endsWith(".");
    assertThat(failure.retryable()).isEqualTo(passing);
  }

  private static HttpOperationFailedException http(
      int status, String page, Map<String, String> headers, String body) {
    return new HttpOperationFailedException(
        "https://acme.okta.com" + page, status, "text", null, headers, body);
  }
}
