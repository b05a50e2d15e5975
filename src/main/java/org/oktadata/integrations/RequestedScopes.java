package org.oktadata.integrations;

import java.util.Set;

/** Which scopes an integration's data types need; the catalogue of data types knows. */
public interface RequestedScopes {

  /** The scopes to ask a token for, such as {@code okta.users.read}. */
  Set<String> wanted(String integration);
}
