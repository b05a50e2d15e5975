package org.oktadata.okta;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.springframework.stereotype.Component;

/**
 * Signs calls just before the wire. A route names its integration in the harmless header {@code
 * X-Okta-Integration}; here it is taken off again and the token, with a fresh DPoP proof if needed,
 * is put in its place. So no exchange, trace or log ever holds a token. From the answers it learns
 * the server's clock and the DPoP nonce. Requests without that header pass untouched.
 */
@Component
public class WireAuthorization
    implements HttpClientConfigurer, HttpRequestInterceptor, HttpResponseInterceptor {
  /** The header by which a route says for which integration a call is. */
  public static final String INTEGRATION = "X-Okta-Integration";

  private static final String CALLED = "okta.called";

  private final AccessTokens tokens;
  private final DpopProofs proofs;
  private final ServerClocks clocks;

  WireAuthorization(AccessTokens tokens, DpopProofs proofs, ServerClocks clocks) {
    this.tokens = tokens;
    this.proofs = proofs;
    this.clocks = clocks;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.addRequestInterceptorLast(this).addResponseInterceptorFirst(this);
  }

  @Override
  public void process(HttpRequest request, EntityDetails entity, HttpContext context)
      throws HttpException {
    var named = request.getFirstHeader(INTEGRATION);
    request.removeHeaders(INTEGRATION);
    if (named == null) {
      return;
    }
    var integration = named.getValue();
    var called = uri(request);
    var token = tokens.current(integration);
    if (!OrgUrl.sameOrg(token.issuer(), called)) {
      throw new ForeignHostException(
          "A link to " + called.getAuthority() + " is not followed: it is not " + token.issuer());
    }
    request.setHeader("Authorization", (token.dpop() ? "DPoP " : "Bearer ") + token.value());
    if (token.dpop()) {
      request.setHeader(
          "DPoP", proofs.forCall(integration, request.getMethod(), called, token.value()));
    }
    context.setAttribute(INTEGRATION, integration);
    context.setAttribute(CALLED, called);
  }

  @Override
  public void process(HttpResponse answer, EntityDetails entity, HttpContext context) {
    if (context.getAttribute(INTEGRATION) instanceof String integration
        && context.getAttribute(CALLED) instanceof URI called) {
      var headers = AnswerHeaders.of(answer);
      clocks.learn(integration, headers.first("Date"));
      proofs.remember(integration, called, headers.first("DPoP-Nonce"));
    }
  }

  private static URI uri(HttpRequest request) throws ProtocolException {
    try {
      return request.getUri();
    } catch (URISyntaxException e) {
      throw new ProtocolException("The URL of the call is malformed.", e);
    }
  }
}
