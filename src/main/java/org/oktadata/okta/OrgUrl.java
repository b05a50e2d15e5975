package org.oktadata.okta;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/** The URL of an Okta org: what is accepted as one, and which links belong to it. */
public final class OrgUrl {
  /**
   * Okta's own domains: only there does {@code acme-admin} belong to the same org as {@code acme}.
   */
  private static final List<String> OKTA_DOMAINS =
      List.of(
          ".okta.com",
          ".oktapreview.com",
          ".okta-emea.com",
          ".okta-gov.com",
          ".okta.mil",
          ".okta-miltest.com",
          ".trex-govcloud.com");

  private OrgUrl() {}

  /**
   * Returns the org URL without spaces and trailing slash, in lower case.
   *
   * @throws IllegalArgumentException with one sentence saying what is wrong with the text
   */
  public static URI normalise(String text) {
    var trimmed = text == null ? "" : text.strip().replaceFirst("/+$", "");
    check(!trimmed.isEmpty(), "The issuer is empty: enter the org URL, https://acme.okta.com.");
    check(
        trimmed.indexOf("://") == trimmed.lastIndexOf("://"),
        "The issuer contains a scheme twice: enter it once, https://acme.okta.com.");
    var uri = parse(trimmed);
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    check(
        !scheme.isEmpty() && uri.getHost() != null,
        "The issuer is not an org URL: it looks like https://acme.okta.com.");
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    check(
        scheme.equals("https") || (scheme.equals("http") && isLoopback(host)),
        "The issuer must start with https:// (http is allowed for loopback addresses only).");
    check(uri.getRawUserInfo() == null, "The issuer must not contain a user name or password.");
    // The last label of a name begins with a letter; 0xa9fea9fe would be resolved as an address.
    check(
        isLoopback(host) || !host.matches("\\[.*|(.*\\.)?[0-9][^.]*"),
        "The issuer must be a host name, not an IP address.");
    check(!host.endsWith("."), "The issuer must not end with a dot.");
    check(
        uri.getRawPath() == null || uri.getRawPath().isEmpty(),
        "The issuer must be the org URL alone, without a path such as /oauth2/default.");
    check(uri.getRawQuery() == null, "The issuer must not contain a query.");
    check(uri.getRawFragment() == null, "The issuer must not contain a fragment.");
    check(
        !firstLabel(host).endsWith("-admin"),
        "The issuer is the admin console's address: leave -admin out of the host name.");
    return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
  }

  /**
   * Whether a link may be followed with the org's token: the org's host or its {@code -admin} twin,
   * by https; for a sandbox any loopback host at the same port. Okta's links change between the two
   * hosts, and nothing else may ever see the token.
   */
  public static boolean sameOrg(URI issuer, URI link) {
    if (link.getHost() == null || link.getScheme() == null || link.getRawUserInfo() != null) {
      return false;
    }
    var org = issuer.getHost().toLowerCase(Locale.ROOT);
    var host = link.getHost().toLowerCase(Locale.ROOT);
    if (!link.getScheme().equalsIgnoreCase(issuer.getScheme()) || port(issuer) != port(link)) {
      return false;
    }
    return host.equals(org)
        || (isLoopback(org) && isLoopback(host))
        || (OKTA_DOMAINS.stream().anyMatch(org::endsWith) && host.equals(adminTwin(org)));
  }

  private static String adminTwin(String host) {
    return firstLabel(host) + "-admin" + host.substring(firstLabel(host).length());
  }

  private static String firstLabel(String host) {
    var dot = host.indexOf('.');
    return dot < 0 ? host : host.substring(0, dot);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "The issuer is not a URL: it looks like https://acme.okta.com.");
    }
  }

  private static void check(boolean fine, String sentence) {
    if (!fine) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
