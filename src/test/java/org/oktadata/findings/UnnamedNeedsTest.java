package org.oktadata.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check names what its SQL reads: of what isn't collected the view is empty. */
class UnnamedNeedsTest {

  private static final String HEAD =
      """
      id: mine
      title: Mine
      severity: low
      description: Mine.
      remediation: None.
      needs: [users]
      %s
      """;

  private static final String TEXT =
      HEAD
          + """
      sql: |
        with held as (
          select f.parent_id from okta.%s f where f.integration = :integration
        )
        select u.id as subject_id, u.id from okta.users u join held on held.parent_id = u.id
        where u.integration = :integration -- as of today
      """;

  private final Engine engine = new Engine();
  private final UnnamedNeeds unnamed =
      new UnnamedNeeds(new ViewsRead(engine.database, engine.transactions), Engine.CATALOGUE);

  @Test
  void eachShippedCheckNamesWhatItReads() {
    assertThat(engine.library.current().checks()).hasSizeGreaterThan(100);
    for (Check check : engine.library.current().checks()) {
      if (check.manual() == null) {
        assertThat(problem(check)).as(check.id()).isEmpty();
      }
    }
  }

  @Test
  void oneThatDoesNotIsToldWithFileLineAndCure() {
    assertThat(problem("", "factors"))
        .hasValue(
            "checks/mine.yaml line 10: it reads okta.factors, and needs doesn't name factors: where that isn't collected, it would pass. Add it to needs or, where the check does without it, to optional");
  }

  @Test
  void whatAViewReadsInTurnIsNamed() {
    assertThat(problem("", "app_sign_on_rules").orElseThrow())
        .contains("line 10: it reads okta.app_sign_on_rules", "apps, policies, policy_rules");
  }

  @Test
  void whatAViewReadsThroughFunctionsIsNamedToo() {
    String sql =
        HEAD
            + "sql: select user_id as subject_id from okta.effective_admins where integration = :integration";
    assertThat(problem(Check.read("checks/mine.yaml", sql.formatted(""))))
        .hasValueSatisfying(
            told ->
                assertThat(told)
                    .contains(
                        "it reads okta.effective_admins, and needs doesn't name admin_roles, group_members, group_roles"));
    String named = "optional: [admin_roles, group_members, group_roles]";
    assertThat(problem(Check.read("checks/mine.yaml", sql.formatted(named)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"optional: [factors]", "optional: [apps, factors]"})
  void whatItDoesWithoutIsNamedToo(String line) {
    assertThat(problem(line, "factors")).isEmpty();
  }

  @Test
  void whatTheDatabaseDoesNotUnderstandIsForTheEvaluationToTell() {
    assertThat(problem("", "factorz")).isEmpty();
  }

  @Test
  void nothingThatItHoldsIsRun() {
    String sql =
        "select '1' as subject_id) found; create table store.made_by_a_rule (); select * from (select :integration";
    Check check = Check.read("checks/mine.yaml", TEXT.formatted("", "users"));
    Map<String, String> values = Map.of("integration", "acme");
    ViewsRead views = new ViewsRead(engine.database, engine.transactions);
    assertThat(views.of(sql, values).named()).isEmpty();
    assertThat(views.of(check.sql(), values).named()).containsExactly("users");
    assertThat(
            engine
                .database
                .sql("select to_regclass('store.made_by_a_rule') is null")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void nothingOfTheLookStays() {
    problem("", "factors");
    assertThat(
            engine
                .database
                .sql("select count(*) from pg_views where viewname like 'rule\\_%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void itIsInvalidInEachIntegrationAndItsFindingsStay() {
    String integration = FindingsDatabase.integration();
    new CaseData(engine.database, integration).collected(java.util.List.of("users"));
    engine.evaluate(check("", "factors"), integration);
    assertThat(
            engine
                .database
                .sql("select state || ' ' || reason from store.check_state where integration = ?")
                .param(integration)
                .query(String.class)
                .single())
        .startsWith("invalid checks/mine.yaml line 10: it reads okta.factors");
  }

  private Optional<String> problem(String line, String view) {
    return problem(check(line, view));
  }

  private Optional<String> problem(Check check) {
    Map<String, Object> values = new HashMap<>(SettingValues.of(check, engine.library.settings()));
    values.put("integration", "acme");
    return unnamed.problem(check, values);
  }

  private static Check check(String line, String view) {
    return Check.read("checks/mine.yaml", TEXT.formatted(line, view));
  }
}
