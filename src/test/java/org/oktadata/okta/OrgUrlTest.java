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

  /** What could be made to call other servers, or to look like another org. */
  @ParameterizedTest
  @CsvSource({
    "https://169.254.169.254, not an IP address",
    "https://10.0.0.5, not an IP address",
    "https://8.8.8.8, not an IP address",
    "https://[fd00::1], not an IP address",
    "https://[::ffff:169.254.169.254], not an IP address",
    "https://[::ffff:127.0.0.1], not an IP address",
    "https://0.0.0.0, not an IP address",
    "http://0.0.0.0, must start with https",
    "http://[::], must start with https",
    "http://169.254.169.254, must start with https",
    "http://metadata.google.internal, must start with https",
    "https://0177.0.0.1, not an IP address",
    "https://2852039166, not an IP address",
    "https://0xa9fea9fe, not an IP address",
    "https://0xa9.0xfe.0xa9.0xfe, is not an org URL",
    "https://169.254.43518, is not an org URL",
    "https://127.1, is not an org URL",
    "https://acme.okta.com., must not end with a dot",
    "https://localhost.:8081, must not end with a dot",
    "https://acme.okta.com@evil.test, user name or password",
    "https://evil.test#@acme.okta.com, a fragment",
    "https://evil.test?@acme.okta.com, a query",
    "https://evil.test\\@acme.okta.com, is not a URL",
    "https://acme.okta.com%2eevil.test, is not an org URL",
    "https://acme.okta.com%00.evil.test, is not an org URL",
    "https://acme.оkta.com, is not an org URL",
    "https://acme。okta。com, is not an org URL",
    "https://acme.okta.com:443:80, is not an org URL",
    "https://acme.okta.com:x, is not an org URL",
    "https:acme.okta.com, a scheme",
    "https:///acme.okta.com, is not an org URL",
    "jar:https://acme.okta.com!/, a scheme",
    "file:///etc/passwd, is not an org URL",
    "gopher://acme.okta.com, must start with https"
  })
  void anIssuerThatLeadsElsewhereIsRefused(String text, String reason) {
    assertThatThrownBy(() -> OrgUrl.normalise(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The issuer ")
        .hasMessageContaining(reason.equals("a scheme") ? "not an org URL" : reason);
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
