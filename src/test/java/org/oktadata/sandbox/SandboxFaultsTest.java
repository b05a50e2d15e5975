package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.sandbox.SandboxFaults.Fault;

class SandboxFaultsTest {
  private SandboxOkta sandbox;
  private SandboxCaller okta;

  @BeforeEach
  void start() {
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 3));
    okta = SandboxCaller.of(sandbox, SandboxClient.withSecret("0oaall", "s"));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void theNextCallsOfAPathFailAndThenNoMore() {
    sandbox.faults().next(2, "/api/v1/users", Fault.UNAVAILABLE);
    assertThat(okta.get("/api/v1/groups").status()).isEqualTo(200);
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(503);
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(503);
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(200);
    assertThat(sandbox.faults().happened()).isEqualTo(2);
  }

  @Test
  void aCallCanFailInEveryWay() {
    status(Fault.INTERNAL_ERROR, 500);
    status(Fault.BAD_GATEWAY, 502);
    status(Fault.GATEWAY_TIMEOUT, 504);
    status(Fault.EMPTY_ERROR, 502);
    status(Fault.NOT_FOUND, 404);
    status(Fault.FORBIDDEN, 403);
    status(Fault.REVOKED_TOKEN, 401);
  }

  @Test
  void bothKindsOfTooManyRequestsCanBeHad() {
    sandbox.faults().next(1, "/users", Fault.TOO_MANY_REQUESTS);
    assertThat(okta.get("/api/v1/users").header("X-Rate-Limit-Limit")).isEqualTo("100");
    sandbox.faults().next(1, "/users", Fault.TOO_MANY_AT_ONCE);
    assertThat(okta.get("/api/v1/users").header("X-Rate-Limit-Limit")).isEqualTo("0");
    assertThat(sandbox.statistics().tooManyRequests()).isEqualTo(2);
  }

  @Test
  void connectionsAndBodiesCanBreak() {
    sandbox.faults().next(3, "/zones", Fault.CONNECTION_CLOSED);
    assertThatThrownBy(() -> okta.get("/api/v1/zones")).isInstanceOf(UncheckedIOException.class);
    sandbox.faults().clear();
    sandbox.faults().next(1, "/zones", Fault.TRUNCATED_BODY);
    assertThatThrownBy(() -> okta.get("/api/v1/zones").text())
        .isInstanceOf(UncheckedIOException.class);
    sandbox.faults().clear();
    sandbox.faults().next(1, "/zones", Fault.HTML_BODY);
    assertThat(okta.get("/api/v1/zones").text()).startsWith("<html>");
    sandbox.faults().next(1, "/zones", Fault.MALFORMED_JSON);
    assertThat(okta.get("/api/v1/zones").text()).startsWith("[{").doesNotEndWith("]");
    sandbox.faults().stallFor(Duration.ofMillis(200));
    sandbox.faults().next(3, "/zones", Fault.STALL);
    assertThatThrownBy(() -> okta.get("/api/v1/zones")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aCursorCanBeRefused() {
    sandbox.faults().next(1, "/users", Fault.REFUSED_CURSOR);
    SandboxCaller.Reply first = okta.get("/api/v1/users?limit=5");
    assertThat(first.status()).isEqualTo(200);
    assertThat(okta.get(first.next()).status()).isEqualTo(400);
  }

  @Test
  void pagesCanRepeatThemselvesOrAnObject() {
    sandbox.faults().next(1, "/users", Fault.REPEATED_PAGE);
    SandboxCaller.Reply repeated = okta.get("/api/v1/users?limit=5");
    assertThat(repeated.next()).isEqualTo(sandbox.url() + "/api/v1/users?limit=5");
    sandbox.faults().next(1, "/users", Fault.DUPLICATED_OBJECT);
    SandboxCaller.Reply twice = okta.get("/api/v1/users?limit=5");
    assertThat(twice.json()).hasSize(6);
    assertThat(twice.json().get(0)).isEqualTo(twice.json().get(1));
    assertThat(twice.next()).contains("after=200u");
  }

  @Test
  void chanceIsTheSameForTheSameSeed() {
    assertThat(failures(7)).isEqualTo(failures(7)).isBetween(5L, 35L);
  }

  @Test
  void theClockCanBeWrong() {
    sandbox.org().clockOffset(Duration.ofMinutes(10));
    String date = okta.get("/api/v1/users").header("Date");
    ZonedDateTime told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
    assertThat(told).isAfter(ZonedDateTime.now().plusMinutes(9));
  }

  private long failures(long seed) {
    sandbox.faults().clear();
    sandbox.faults().sometimes(0.2, "/users", Fault.INTERNAL_ERROR, seed);
    return IntStream.range(0, 100)
        .filter(call -> okta.get("/api/v1/users?limit=1").status() == 500)
        .count();
  }

  private void status(Fault fault, int status) {
    sandbox.faults().next(1, "/users", fault);
    assertThat(okta.get("/api/v1/users").status()).isEqualTo(status);
  }
}
