package org.oktadata.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.oktadata.integrations.NearestName;

/**
 * What {@code {each}} usually stands for where Okta's reference lists it. Okta answers another
 * value as it answers one of a feature that the org hasn't, so that a misspelt one would never be
 * told.
 */
final class EachValues {

  /** By the path before its parameters. */
  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "/api/v1/policies",
          List.of(
              "ACCESS_POLICY",
              "CLIENT_UPDATE",
              "DEVICE_SIGNAL_COLLECTION",
              "ENTITY_RISK",
              "IDENTITY_CLAIM_SOURCING",
              "IDP_DISCOVERY",
              "MFA_ENROLL",
              "OKTA_SIGN_ON",
              "PASSWORD",
              "POST_AUTH_SESSION",
              "PROFILE_ENROLLMENT",
              "SESSION_VIOLATION_DETECTION"),
          "/api/v1/principal-rate-limits",
          List.of("OAUTH_CLIENT", "SSWS_TOKEN"));

  private EachValues() {}

  /**
   * The first value that is nearly one that Okta lists, in a sentence. Any other is taken: Okta may
   * have a newer one.
   */
  static Optional<String> problem(DataType type) {
    List<String> known = KNOWN.getOrDefault(type.path().replaceFirst("[?].*", ""), List.of());
    return type.each().stream()
        .filter(value -> !known.contains(value))
        .flatMap(value -> NearestName.of(value, known).map(near -> told(value, near)).stream())
        .findFirst();
  }

  private static String told(String value, String near) {
    return "'%s' would count as not in this org: Okta has %s".formatted(value, near);
  }
}
