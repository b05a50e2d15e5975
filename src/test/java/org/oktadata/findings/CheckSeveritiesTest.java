package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A check whose findings aren't all equally grave. */
class CheckSeveritiesTest {

  private static final Engine engine = new Engine();
  private final String integration = FindingsDatabase.integration();
  private final CaseData data = new CaseData(engine.database, integration);

  @Test
  void theDefaultRuleIsGraveOnClassicWhereNoAppPolicyDecides() {
    defaultRule(Map.of("access", "ALLOW", "requireFactor", false));
    assertThat(severity("sign-on-without-mfa")).isEqualTo("high");
  }

  @Test
  void onIdentityEngineTheDefaultRuleWeighsLittle() {
    defaultRule(
        Map.of(
            "access", "ALLOW", "requireFactor", false, "primaryFactor", "PASSWORD_IDP_ANY_FACTOR"));
    assertThat(severity("sign-on-without-mfa")).isEqualTo("low");
  }

  private void defaultRule(Map<String, Object> signOn) {
    data.document("policies", "", Map.of("id", "p1", "type", "OKTA_SIGN_ON", "status", "ACTIVE"));
    data.document(
        "policy_rules",
        "p1",
        Map.of(
            "id", "r1", "status", "ACTIVE", "system", true, "actions", Map.of("signon", signOn)));
  }

  @Test
  void threeSuperAdministratorsAreAWarningAndSixTooMany() {
    superAdministrators(3);
    assertThat(severity("too-many-super-admins")).isEqualTo("low");
    superAdministrators(6);
    assertThat(severity("too-many-super-admins")).isEqualTo("high");
  }

  private void superAdministrators(int count) {
    IntStream.rangeClosed(1, count)
        .mapToObj(number -> "u" + number)
        .forEach(
            user -> {
              data.document("users", "", Map.of("id", user));
              data.document(
                  "admin_roles",
                  user,
                  Map.of("id", "of-" + user, "type", "SUPER_ADMIN", "assignmentType", "USER"));
            });
  }

  @Test
  void linkingAccountsIsLessGraveWhereAdministratorsAreLeftOut() {
    identityProvider(Map.of());
    assertThat(severity("idp-links-automatically")).isEqualTo("high");
    identityProvider(Map.of("users", Map.of("excludeAdmins", true)));
    assertThat(severity("idp-links-automatically")).isEqualTo("medium");
  }

  private void identityProvider(Map<String, Object> filter) {
    data.document(
        "idps",
        "",
        Map.of(
            "id",
            "i1",
            "type",
            "SAML2",
            "status",
            "ACTIVE",
            "policy",
            Map.of("accountLink", Map.of("action", "AUTO", "filter", filter))));
  }

  /** Of the only finding of a check. */
  private String severity(String id) {
    Check check = (Check) engine.library.current().find(id).orElseThrow();
    data.collected(check.needs());
    engine.evaluate(check, integration);
    List<String> severities =
        engine
            .database
            .sql("select severity from okta.findings where integration = ? and check_id = ?")
            .params(integration, id)
            .query(String.class)
            .list();
    assertThat(severities).hasSize(1);
    return severities.get(0);
  }
}
