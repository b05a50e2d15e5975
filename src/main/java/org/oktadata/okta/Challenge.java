package org.oktadata.okta;

import java.util.regex.Pattern;

/** Reads the parameters of a {@code WWW-Authenticate} header (RFC 6750, section 3). */
final class Challenge {
  private static final Pattern SCOPE = Pattern.compile("scope=\"([^\"]*)\"");

  private Challenge() {}

  /** The scope that the server names as missing, as end of a sentence; empty if it names none. */
  static String scope(String challenge) {
    var scope = SCOPE.matcher(challenge);
    return scope.find() ? ", which is " + OktaErrorBody.summary(scope.group(1)) : "";
  }
}
