package org.oktadata.okta;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.net.URIAuthority;

/** A call that came no further than the outbound proxy; the message is a sentence for people. */
final class ProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private ProxyException(String sentence, boolean passing, IOException cause) {
    super(sentence, cause);
    this.passing = passing;
  }

  /**
   * The proxy answered that it opens no way to the host.
   *
   * @param hasLogin whether there was a login to answer it with
   */
  static ProxyException refused(HttpRoute route, int status, boolean hasLogin) {
    var proxy = name(route);
    var host = new URIAuthority(route.getTargetHost());
    return switch (status) {
      case 407 ->
          new ProxyException(
              proxy
                  + (hasLogin
                      ? " does not take the login (407): check okta.http.proxy-username and"
                          + " proxy-password, and whether it asks for Basic or Digest."
                      : " asks for a login (407): set okta.http.proxy-username and"
                          + " proxy-password."),
              false,
              null);
      case 400, 404, 405, 501 ->
          new ProxyException(
              proxy
                  + " does not answer like a proxy (%d): check okta.http.proxy-host and proxy-port."
                      .formatted(status),
              false,
              null);
      default ->
          status >= 500
              ? new ProxyException(
                  proxy
                      + " cannot reach %s (%d): check the issuer, and which names and addresses the proxy reaches."
                          .formatted(host, status),
                  true,
                  null)
              : new ProxyException(
                  proxy
                      + " does not let calls pass to %s (%d): allow the host there."
                          .formatted(host, status),
                  status == 429,
                  null);
    };
  }

  /** The proxy could not be asked, or said nothing. */
  static ProxyException of(HttpRoute route, IOException failure) {
    var proxy = name(route);
    if (failure instanceof UnknownHostException) {
      return new ProxyException(
          proxy + " is unknown: check okta.http.proxy-host and the name server.", true, failure);
    }
    var silent =
        failure instanceof SocketTimeoutException && !(failure instanceof ConnectTimeoutException);
    return new ProxyException(
        silent
            ? proxy
                + " did not open a way to %s in time."
                    .formatted(new URIAuthority(route.getTargetHost()))
            : failure instanceof NoHttpResponseException
                ? proxy + " hung up without an answer: check okta.http.proxy-host and proxy-port."
                : proxy + " cannot be reached: check okta.http.proxy-host and proxy-port.",
        true,
        failure);
  }

  /** Whether the failure is one of the way to the proxy, and none of ours or of TLS. */
  static boolean isOfTheWay(IOException failure) {
    return !(failure instanceof SSLException)
        && (!(failure instanceof InterruptedIOException)
            || failure instanceof SocketTimeoutException);
  }

  /** Whether trying again may help. */
  boolean isPassing() {
    return passing;
  }

  private static String name(HttpRoute route) {
    return "The proxy " + route.getProxyHost().toHostString();
  }
}
