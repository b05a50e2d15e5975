package org.oktadata.okta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/**
 * What went wrong between here and the server, in a person's words.
 *
 * @param sentence one sentence, without secrets and without query
 * @param passing whether trying again may help
 */
record NetworkProblem(String sentence, boolean passing) {

  private static final List<Class<? extends IOException>> NO_CONNECTION =
      List.of(
          UnknownHostException.class,
          ConnectException.class,
          NoRouteToHostException.class,
          ConnectTimeoutException.class,
          ProxyException.class);

  /** Explains the failure of a call to the URL. */
  static NetworkProblem of(IOException failure, URI called) {
    var host = called == null ? "the server" : called.getAuthority();
    var theHost = called == null ? "The server" : "The host " + host;
    var proxy = Failures.find(failure, ProxyException.class);
    if (proxy != null) {
      return new NetworkProblem(proxy.getMessage(), proxy.isPassing());
    }
    if (Failures.find(failure, UnknownHostException.class) != null) {
      return passing(theHost + " is unknown: check the issuer and the name server.");
    }
    if (Failures.find(failure, SSLException.class) != null) {
      return ofTls(failure, host);
    }
    if (Failures.find(failure, ConnectTimeoutException.class) != null) {
      return passing(theHost + " did not accept a connection in time.");
    }
    if (Failures.find(failure, ConnectException.class) != null
        || Failures.find(failure, NoRouteToHostException.class) != null) {
      return passing(theHost + " cannot be reached: the connection was refused.");
    }
    if (Failures.find(failure, SocketTimeoutException.class) != null) {
      return passing(theHost + " did not answer in time.");
    }
    if (Failures.find(failure, InterruptedIOException.class) != null) {
      return passing("The call to " + host + " was given up because the application stops.");
    }
    return passing("The connection to " + host + " broke" + reason(failure) + ".");
  }

  /** Certificates fail in ways that are mended at different places. */
  private static NetworkProblem ofTls(IOException failure, String host) {
    var certificate = "The certificate of " + host;
    var expired = Failures.find(failure, CertificateExpiredException.class);
    if (expired != null) {
      return lasting(
          certificate, " has expired (%s): renew it, or set the clock of this machine.", expired);
    }
    var early = Failures.find(failure, CertificateNotYetValidException.class);
    if (early != null) {
      return lasting(certificate, " is not valid yet (%s): set the clock of this machine.", early);
    }
    var name = Failures.find(failure, SSLPeerUnverifiedException.class);
    if (name != null) {
      return lasting(
          certificate,
          " is not for this name (%s): check the issuer, and what a proxy that inspects TLS makes of it.",
          name);
    }
    var handshake =
        Failures.find(failure, SSLHandshakeException.class) != null
            && Failures.find(failure, EOFException.class) == null;
    if (handshake && !String.valueOf(failure.getMessage()).contains("fatal alert")) {
      return lasting(
          certificate,
          " is not trusted (%s); if a proxy inspects TLS, name its CA in okta.http.trusted-certificates.",
          failure);
    }
    return new NetworkProblem(
        "The TLS connection to " + host + " failed" + reason(failure) + ".", !handshake);
  }

  /** Whether a call came to nobody, here or behind the proxy: there was no connection. */
  static boolean reachedNobody(Throwable failure) {
    return NO_CONNECTION.stream().anyMatch(kind -> Failures.find(failure, kind) != null);
  }

  /**
   * The same problem, met while asking for a token.
   *
   * @param cause what the problem was made of
   */
  OktaTokenException forToken(IOException cause) {
    var failure = passing ? OktaTokenException.passing(sentence) : new OktaTokenException(sentence);
    failure.initCause(cause);
    return failure;
  }

  private static NetworkProblem passing(String sentence) {
    return new NetworkProblem(sentence, true);
  }

  private static NetworkProblem lasting(String what, String rest, Exception reason) {
    return new NetworkProblem(what + rest.formatted(reason.getMessage()), false);
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")";
  }
}
