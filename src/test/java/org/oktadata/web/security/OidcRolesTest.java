package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.web.security.ConsoleSettings.Account;
import org.oktadata.web.security.ConsoleSettings.Oidc;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;

@ExtendWith(OutputCaptureExtension.class)
class OidcRolesTest {

  private static final Oidc GROUPS =
      new Oidc("groups", List.of("Admins"), List.of("SOC"), List.of("Security"));
  private static final Oidc NO_GROUPS = new Oidc("groups", List.of(), List.of(), List.of());

  @Test
  void aSingleGroupMayStandWithoutAList() {
    assertThat(roles(Map.of("groups", "SOC")))
        .containsExactlyInAnyOrder("ROLE_ANALYST", "ROLE_VIEWER");
    assertThat(roles(Map.of("groups", List.of("SOC", "x"))))
        .containsExactlyInAnyOrder("ROLE_ANALYST", "ROLE_VIEWER");
  }

  @Test
  void whoHasNoRoleIsToldWithWhatTheProviderSaid(CapturedOutput log) {
    assertThat(roles(Map.of("preferred_username", "eve@acme.example"))).isEmpty();
    assertThat(log)
        .contains(
            "eve@acme.example came through OIDC and has no role here, since the ID token has no"
                + " claim groups");
    assertThat(roles(Map.of("groups", List.of("Everyone", "Sales")))).isEmpty();
    assertThat(log).contains("00u1 came through OIDC", "claim groups, which has [Everyone, Sales]");
  }

  @Test
  void groupsWithoutAProviderAreTold(CapturedOutput log) {
    roles(GROUPS, false);
    assertThat(log).contains("okta.console.oidc: groups are set but no provider");
  }

  @Test
  void aProviderWithoutGroupsIsTold(CapturedOutput log) {
    roles(NO_GROUPS, true);
    assertThat(log).contains("okta.console.oidc: a provider is set but no groups");
  }

  @Test
  void bothOrNeitherIsNothingToTell(CapturedOutput log) {
    roles(GROUPS, true);
    roles(NO_GROUPS, false);
    assertThat(log).doesNotContain("okta.console.oidc");
  }

  @Test
  void aSessionEndsOnceItsPersonWouldBeLetInOtherwiseOrNotAtAll() {
    OAuth2AuthenticationToken session = session("https://okta.invalid");
    assertThat(roles(GROUPS, true).stand(session)).isTrue();
    assertThat(roles(GROUPS, true).stand(session("https://former.invalid"))).isFalse();
    assertThat(roles(NO_GROUPS, true).stand(session)).isFalse();
    assertThat(roles(new Oidc("groups", List.of("SOC"), List.of(), List.of()), true).stand(session))
        .isFalse();
    assertThat(roles(GROUPS, false).stand(session)).isFalse();
  }

  private static OAuth2AuthenticationToken session(String issuer) {
    OidcUserAuthority soc = authority(Map.of("groups", List.of("SOC"), "iss", issuer));
    return new OAuth2AuthenticationToken(
        new DefaultOidcUser(List.of(soc), soc.getIdToken()),
        roles(GROUPS, true).mapAuthorities(List.of(soc)),
        "okta");
  }

  private static OidcUserAuthority authority(Map<String, Object> claims) {
    Map<String, Object> all = new HashMap<>(claims);
    all.put("sub", "00u1");
    Instant now = Instant.now();
    return new OidcUserAuthority(new OidcIdToken("t", now, now.plusSeconds(60), all));
  }

  private static List<String> roles(Map<String, Object> claims) {
    return roles(GROUPS, true).mapAuthorities(List.of(authority(claims))).stream()
        .map(Object::toString)
        .toList();
  }

  private static OidcRoles roles(Oidc groups, boolean provider) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    if (provider) {
      OAuth2ClientProperties providers = new OAuth2ClientProperties();
      OAuth2ClientProperties.Registration okta = new OAuth2ClientProperties.Registration();
      okta.setProvider("okta");
      OAuth2ClientProperties.Provider silent = new OAuth2ClientProperties.Provider();
      silent.setIssuerUri("https://okta.invalid");
      providers.getRegistration().put("okta", okta);
      providers.getProvider().put("okta", silent);
      beans.addBean("providers", new OidcProviders(providers));
    }
    ConsoleSettings settings =
        new ConsoleSettings(
            Duration.ofHours(12), new Account(null, null), List.of(), List.of(), groups);
    return new OidcRoles(settings, beans.getBeanProvider(OidcProviders.class));
  }
}
