package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.web.StartedApplication;

/** The audit log is narrowed by who, what and when, and exported as it is shown. */
class AuditLogTest extends StartedApplication {

  @BeforeEach
  void actions() {
    nothing();
    jdbc.sql(
            """
            insert into store.audit (at, actor, action, subject, detail) values
              ('2026-03-01T05:40:00Z', 'logged-ada', 'finding.mute', '7', '{"more": "=cmd()", "address": "192.0.2.7"}'),
              ('2026-03-02T23:59:00Z', 'logged-bob', 'finding.accept', '8', null),
              ('2026-03-03T00:00:00Z', 'logged-ada', 'run.start', 'acme', null)""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.audit where actor like 'logged-%'").update();
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-03-01&until=2026-03-02, finding.accept finding.mute",
    "from=2026-03-01T05:41&until=2026-03-03T00:00, finding.accept",
    "from=2026-03-03, run.start",
    "actor=LOGGED-ada, run.start finding.mute",
    "action=finding.&actor=logged-ada, finding.mute",
    "action=finding.%25, ''",
    "actor=logged, ''"
  })
  void itIsNarrowedByDaysPersonAndAction(String filter, String actions) {
    List<String> expected = actions.isEmpty() ? List.of() : List.of(actions.split(" "));
    String address = "text=logged-&" + filter;
    assertThat(actions(page("/audit?" + address), "mono\">(\\S+?)<")).isEqualTo(expected);
    assertThat(actions(page("/audit/export.csv?" + address), "Z,logged-...,([^,]+),"))
        .isEqualTo(expected);
  }

  @Test
  void aSpreadsheetTakesNoCellForAFormula() {
    assertThat(page("/audit/export.csv?actor=logged-ada&until=2026-03-01"))
        .startsWith("id,time,who,action,on what,what or why,from,findings\r\n")
        .endsWith(",2026-03-01T05:40:00Z,logged-ada,finding.mute,7,'=cmd(),192.0.2.7,\r\n");
  }

  @Test
  void timesThatCannotBeAreTold() {
    assertThat(page("/audit?from=2026-03-02&until=2026-03-01")).contains("Until lies before From.");
    assertThat(page("/audit?from=soon")).contains("a time such as");
    assertThat(
            http.json("GET", "/audit/export.csv?from=soon", null).headers().firstValue("location"))
        .get()
        .asString()
        .endsWith("/audit?from=soon");
  }

  @Test
  void aRuleShowsItsTextAndLeadsToWhatItRefersTo() {
    assertThat(page("/checks/push-bombing-succeeded"))
        .contains(
            "Show the rule",
            "user.authentication.auth_via_mfa",
            "https://attack.mitre.org/techniques/T1621/")
        .doesNotContain("finds:");
  }

  private static List<String> actions(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
