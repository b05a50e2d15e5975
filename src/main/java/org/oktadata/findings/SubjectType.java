package org.oktadata.findings;

import java.util.Locale;
import java.util.Map;

/**
 * What findings call the type of what they are about: one name for a thing, whoever found it.
 * Okta's log has names of its own for what the API lists. A {@code Rule} may be one of a policy or
 * of groups, so it stays as it is.
 */
public final class SubjectType {

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("usergroup", "group"),
          Map.entry("appinstance", "app"),
          Map.entry("publicclientapp", "app"),
          Map.entry("networkzone", "zone"),
          Map.entry("logstream", "log_stream"),
          Map.entry("policyentity", "policy"),
          Map.entry("policyrule", "policy_rule"),
          Map.entry("token", "api_token"),
          Map.entry("trustedorigin", "trusted_origin"),
          Map.entry("identityprovider", "idp"),
          Map.entry("resourceset", "resource_set"),
          Map.entry("authenticatorenrollment", "authenticator_enrollment"));

  private SubjectType() {}

  /**
   * The name of a type that an event's actor or target has ({@code UserGroup}), or of one that has
   * its name already.
   */
  public static String of(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return NAMES.getOrDefault(lower, lower);
  }
}
