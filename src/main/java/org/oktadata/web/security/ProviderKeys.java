package org.oktadata.web.security;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestTemplate;

/**
 * Reads ID tokens as Spring's own factory does, but gives a provider up that is silent about its
 * keys: all who sign in wait for one answer.
 */
final class ProviderKeys implements JwtDecoderFactory<ClientRegistration> {

  private final Map<String, JwtDecoder> known = new ConcurrentHashMap<>();
  private final JwtDecoderFactory<ClientRegistration> usual = new OidcIdTokenDecoderFactory();
  private final Duration answer;

  /**
   * @param answer how long keys are waited for
   */
  ProviderKeys(Duration answer) {
    this.answer = answer;
  }

  @Override
  public JwtDecoder createDecoder(ClientRegistration client) {
    String keys = client.getProviderDetails().getJwkSetUri();
    return StringUtils.hasText(keys)
        ? known.computeIfAbsent(client.getRegistrationId(), id -> decoder(client, keys))
        : usual.createDecoder(client); // which says what is missing
  }

  private JwtDecoder decoder(ClientRegistration client, String keys) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSetUri(keys)
            .jwsAlgorithm(SignatureAlgorithm.RS256)
            .restOperations(new RestTemplate(ProviderRequests.wherever(answer)))
            .build();
    decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(), new OidcIdTokenValidator(client)));
    return decoder;
  }
}
