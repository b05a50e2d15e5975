package org.oktadata.collect;

import org.oktadata.catalogue.DataType;

/** What a person grants the app in the Okta Admin Console, so that a data type can be read. */
public final class Remedy {

  private Remedy() {}

  /** For what Okta refuses, or answers with an empty list, though the scope is granted. */
  public static String role(DataType type) {
    return "Assign %s to the app in the Okta Admin Console, on its Admin roles tab."
        .formatted(type.role().isEmpty() ? "an admin role" : type.role());
  }

  /** For what Okta refuses because the token lacks its scope. */
  public static String scope(DataType type) {
    return "Grant the scope %s on the app's Okta API Scopes tab.".formatted(type.scope());
  }

  /** For what this org doesn't have because the feature is off. */
  public static String feature(DataType type) {
    return "Have it turned on (Settings, Features in the Okta Admin Console) or licensed, or leave %s out of the data types."
        .formatted(type.name());
  }
}
