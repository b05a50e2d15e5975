package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
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

  private static OidcProviders providers(String issuer) {
    OAuth2ClientProperties properties = new OAuth2ClientProperties();
    OAuth2ClientProperties.Registration registration = new OAuth2ClientProperties.Registration();
    registration.setClientId("console");
    properties.getRegistration().put("okta", registration);
    OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
    provider.setIssuerUri(issuer);
    properties.getProvider().put("okta", provider);
    return new OidcProviders(properties);
  }
}
