package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;

@Timeout(120)
class OidcProvidersTest {

  @Test
  void whileAProviderIsSilentOneThreadWaitsForItAndNoOther() throws Exception {
    CompletableFuture<?> first;
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      OidcProviders providers = providers("http://127.0.0.1:" + silent.getLocalPort());
      first = CompletableFuture.supplyAsync(() -> providers.findByRegistrationId("okta"));
      try (Socket asked = silent.accept()) {
        assertThat(asked.isConnected()).isTrue();
        assertThat(providers.findByRegistrationId("okta")).isNull();
        assertThat(first).as("who asked first and waits still").isNotDone();
      }
    }
    assertThat(first.get()).as("nobody is there any more who might tell").isNull();
  }

  /** A clock that is set back must not keep people from a provider that answers again. */
  @Test
  void oneThatIsAwayIsAskedAgainAfterAPauseByAClockThatNobodySets() throws Exception {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    try {
      OidcProviders providers =
          providers("http://127.0.0.1:" + server.getAddress().getPort(), nanos::get);
      providers.findByRegistrationId("okta");
      int once = asked.get();
      assertThat(once).isPositive();
      nanos.addAndGet(Duration.ofSeconds(9).toNanos());
      providers.findByRegistrationId("okta");
      assertThat(asked).hasValue(once);
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      providers.findByRegistrationId("okta");
      assertThat(asked.get()).isGreaterThan(once);
    } finally {
      server.stop(0);
    }
  }

  private static OidcProviders providers(String issuer) {
    return providers(issuer, System::nanoTime);
  }

  private static OidcProviders providers(String issuer, LongSupplier nanos) {
    OAuth2ClientProperties properties = new OAuth2ClientProperties();
    OAuth2ClientProperties.Registration registration = new OAuth2ClientProperties.Registration();
    registration.setClientId("console");
    properties.getRegistration().put("okta", registration);
    OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
    provider.setIssuerUri(issuer);
    properties.getProvider().put("okta", provider);
    return new OidcProviders(properties, nanos);
  }
}
