package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrgUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://acme.okta.com, https://acme.okta.com",
    "'  https://acme.okta.com/ ', https://acme.okta.com",
    "https://Acme.Okta.com//, https://acme.okta.com",
    "HTTPS://acme.oktapreview.com, https://acme.oktapreview.com",
    "https://login.acme.test, https://login.acme.test",
    "https://acme.okta.com:8443, https://acme.okta.com:8443",
    "http://localhost:8081, http://localhost:8081",
    "http://127.0.0.1:8081/, http://127.0.0.1:8081",
    "http://[::1]:8081, http://[::1]:8081",
    "http://acme.localhost:8081, http://acme.localhost:8081"
  })
  void anOrgUrlIsAcceptedInOneForm(String text, String expected) {
    assertThat(OrgUrl.normalise(text)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "'  ', is empty",
    "acme.okta.com, is not an org URL",
    "acme, is not an org URL",
    "http://acme.okta.com, must start with https",
    "http://127.0.0.1.evil.test, must start with https",
    "ftp://acme.okta.com, must start with https",
    "https://https://acme.okta.com, a scheme twice",
    "https://acme.okta.com/oauth2/default, without a path",
    "https://acme.okta.com?x=1, a query",
    "https://acme.okta.com#x, a fragment",
    "https://me:pw@acme.okta.com, user name or password",
    "https://acme-admin.okta.com, leave -admin out",
    "https://acme okta.com, is not a URL",
    "https://, is not a URL"
  })
  void anythingElseIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> OrgUrl.normalise(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.okta.com, https://acme.okta.com/api/v1/users, true",
    "https://acme.okta.com, https://ACME.okta.com:443/api/v1/users, true",
    "https://acme.okta.com, https://acme-admin.okta.com/api/v1/users, true",
    "https://acme.okta.com, http://acme.okta.com/api/v1/users, false",
    "https://acme.okta.com, https://acme.okta.com:8443/api/v1/users, false",
    "https://acme.okta.com, https://other.okta.com/api/v1/users, false",
    "https://acme.okta.com, https://acme.okta.com.evil.test/, false",
    "https://acme.okta.com, https://acme.okta.com@evil.test/, false",
    "https://acme.okta.com, https://me@acme.okta.com/, false",
    "https://acme.okta.com, https://acme-admin.oktapreview.com/, false",
    "https://acme.okta.com, https://127.0.0.1/, false",
    "https://acme.test, https://acme-admin.test/, false",
    "http://127.0.0.1:81, http://localhost:81/api, true",
    "http://127.0.0.1:81, http://acme-admin.localhost:81/api, true",
    "http://127.0.0.1:81, http://127.0.0.1:82/api, false",
    "http://127.0.0.1:81, http://evil.test:81/api, false",
    "https://acme.okta.com, /api/v1/users, false"
  })
  void onlyLinksOfTheSameOrgAreFollowed(URI issuer, URI link, boolean expected) {
    assertThat(OrgUrl.sameOrg(issuer, link)).isEqualTo(expected);
  }
}
