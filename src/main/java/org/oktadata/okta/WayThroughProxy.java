package org.oktadata.okta;

import java.io.IOException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Tells apart what the outbound proxy says while it is asked for a way, and what Okta says at its
 * end. The client hands out both alike, so that a proxy's 403 would be a role that the app lacks,
 * and its time-out Okta's.
 */
final class WayThroughProxy implements ExecChainHandler {
  private static final String OPEN = WayThroughProxy.class.getName();

  private WayThroughProxy() {}

  /** Looks from both sides of the step that opens the way. */
  static void watch(HttpClientBuilder builder) {
    builder
        .addExecInterceptorBefore(
            ChainElement.CONNECT.name(), "way-through-proxy", new WayThroughProxy())
        .addExecInterceptorAfter(
            ChainElement.CONNECT.name(), "way-is-open", WayThroughProxy::isOpen);
  }

  private static ClassicHttpResponse isOpen(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setAttribute(OPEN, true);
    return chain.proceed(request, scope);
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    if (!scope.route.isTunnelled()) {
      return chain.proceed(request, scope);
    }
    scope.clientContext.removeAttribute(OPEN);
    ClassicHttpResponse answer;
    try {
      answer = chain.proceed(request, scope);
    } catch (IOException e) {
      throw isOpen(scope) || !ProxyException.isOfTheWay(e) ? e : ProxyException.of(scope.route, e);
    }
    if (isOpen(scope)) {
      return answer;
    }
    try (answer) {
      throw ProxyException.refused(scope.route, answer.getCode(), hasLogin(scope));
    }
  }

  private static boolean hasLogin(ExecChain.Scope scope) {
    var proxy = new AuthScope(scope.route.getProxyHost());
    return scope.clientContext.getCredentialsProvider().getCredentials(proxy, scope.clientContext)
        != null;
  }

  private static boolean isOpen(ExecChain.Scope scope) {
    return scope.clientContext.getAttribute(OPEN) != null;
  }
}
