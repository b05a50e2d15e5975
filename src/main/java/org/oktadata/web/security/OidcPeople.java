package org.oktadata.web.security;

import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * People who signed in through OIDC go by their login, so that the audit log says who they are; the
 * subject, an id, is taken where the provider tells no login.
 */
@Component
class OidcPeople extends OidcUserService {

  @Autowired
  OidcPeople() {
    this(ProviderRequests.ANSWER);
  }

  /**
   * @param answer how long the provider is waited for, where the ID token alone doesn't tell
   */
  OidcPeople(Duration answer) {
    RestTemplate requests = new RestTemplate(ProviderRequests.within(answer));
    requests.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    DefaultOAuth2UserService people = new DefaultOAuth2UserService();
    people.setRestOperations(requests);
    setOauth2UserService(people);
  }

  @Override
  public OidcUser loadUser(OidcUserRequest request) {
    OidcUser person = super.loadUser(request);
    return new DefaultOidcUser(
        person.getAuthorities(),
        person.getIdToken(),
        person.getUserInfo(),
        named(person.getClaims()));
  }

  /** The claim that a person goes by. */
  private static String named(Map<String, Object> claims) {
    return claims.get(StandardClaimNames.PREFERRED_USERNAME) == null
        ? StandardClaimNames.SUB
        : StandardClaimNames.PREFERRED_USERNAME;
  }

  /** What it says. */
  static Object login(Map<String, Object> claims) {
    return claims.get(named(claims));
  }
}
