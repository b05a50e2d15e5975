package org.oktadata.okta;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Whether a failed call was one to Okta: routes can be edited, and call others as well. */
final class Elsewhere {

  /** The endpoint by which all of ours call Okta; where it leads is in a header. */
  private static final String OKTA = "http://okta";

  private Elsewhere() {}

  /**
   * Whom an exchange had called by HTTP when that failed, without query and user; null if that was
   * Okta, or it was no call that failed.
   */
  static String called(Exchange exchange) {
    var endpoint = exchange.getProperty(Exchange.TO_ENDPOINT, String.class);
    var failure = Failures.of(exchange);
    var isCall =
        Failures.find(failure, HttpOperationFailedException.class) != null
            || Failures.find(failure, IOException.class) != null;
    return isCall && endpoint != null && endpoint.startsWith("http") && !isOkta(endpoint)
        ? endpoint.replaceFirst("[?].*", "").replaceFirst("://[^/]*@", "://")
        : null;
  }

  private static boolean isOkta(String endpoint) {
    return endpoint.equals(OKTA) || endpoint.startsWith(OKTA + "?");
  }
}
