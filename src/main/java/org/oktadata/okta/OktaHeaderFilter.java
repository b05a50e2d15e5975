package org.oktadata.okta;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Lets only named headers pass between exchange and wire. What a scheduler or an earlier step left
 * in a message must not reach Okta, and what Okta sends beside these must not travel on.
 */
@Component
public class OktaHeaderFilter implements HeaderFilterStrategy {
  private static final Set<String> OUT =
      Set.of(
          "accept",
          "content-type",
          "user-agent",
          "x-okta-integration",
          "x-okta-retry-for",
          "x-okta-retry-count");

  private static final Set<String> IN =
      Set.of(
          "link",
          "date",
          "content-type",
          "retry-after",
          "x-okta-request-id",
          "x-rate-limit-limit",
          "x-rate-limit-remaining",
          "x-rate-limit-reset",
          "dpop-nonce",
          "www-authenticate");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !IN.contains(name.toLowerCase(Locale.ROOT));
  }
}
