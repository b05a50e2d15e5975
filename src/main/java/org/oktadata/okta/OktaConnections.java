package org.oktadata.okta;

import java.util.Set;

/** Where this package learns of the integrations; implemented by who keeps them. */
public interface OktaConnections {

  /**
   * The connection of an integration. It is asked for with each request, so answer from memory.
   *
   * @throws RuntimeException with one sentence for a person if there is no such integration
   */
  OktaConnection connection(String integration);

  /** The integration may have been changed elsewhere: what is asked for next is what is stored. */
  default void lookAgain(String integration) {}

  /** The scopes to request for an integration, such as {@code okta.users.read}. */
  Set<String> scopes(String integration);
}
