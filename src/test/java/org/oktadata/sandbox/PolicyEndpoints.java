package org.oktadata.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Policies of one type (Okta Management API: Policy). Rules and mappings are small lists. */
final class PolicyEndpoints {
  private static final Set<String> TYPES =
      Set.of(
          "ACCESS_POLICY",
          "ENTITY_RISK",
          "IDP_DISCOVERY",
          "MFA_ENROLL",
          "OKTA_SIGN_ON",
          "PASSWORD",
          "POST_AUTH_SESSION",
          "PROFILE_ENROLLMENT",
          "SESSION_VIOLATION_DETECTION",
          "CLIENT_UPDATE");
  private static final Set<String> CLASSIC_TYPES =
      Set.of("IDP_DISCOVERY", "MFA_ENROLL", "OKTA_SIGN_ON", "PASSWORD");

  private final SandboxOrg org;
  private final SandboxOptions options;
  private final Pages pages;

  PolicyEndpoints(SandboxOrg org, SandboxOptions options, Pages pages) {
    this.org = org;
    this.options = options;
    this.pages = pages;
  }

  void add(Routes routes) {
    routes.add(Route.of("/api/v1/policies", "okta.policies.read", Access.ADMIN, this::policies));
  }

  private Answer policies(Call call) {
    String type = call.query("type");
    Set<String> known = options.identityEngine() ? TYPES : CLASSIC_TYPES;
    if (type == null || type.isEmpty()) {
      throw ApiError.invalid("type", "The type parameter is required.");
    }
    if (!known.contains(type)) {
      throw ApiError.of(
          400, "E0000001", "Api validation failed: type", "Invalid policy type specified.");
    }
    List<DocumentTable.Document> found =
        org.table("/api/v1/policies").of(null).stream()
            .filter(policy -> policy.json().path("type").asText().equals(type))
            .filter(
                policy ->
                    !call.has("status")
                        || policy.json().path("status").asText().equals(call.query("status")))
            .map(policy -> "rules".equals(call.query("expand")) ? withRules(policy) : policy)
            .toList();
    return pages.page(
        call,
        Listing.of(found, (out, policy) -> out.raw(policy.text(call.base(), ""))),
        PageRule.of(200, 200));
  }

  private DocumentTable.Document withRules(DocumentTable.Document policy) {
    ObjectNode expanded = policy.json().deepCopy();
    com.fasterxml.jackson.databind.node.ArrayNode rules =
        expanded.withObject("_embedded").putArray("rules");
    org.table("/api/v1/policies/{}/rules").of(policy.id()).forEach(rule -> rules.add(rule.json()));
    return DocumentTable.Document.of(expanded);
  }
}
