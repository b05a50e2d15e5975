package org.oktadata.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** What was never read isn't shown as if there were none of it. */
class NeverCollectedTest extends StartedApplication {

  private static final String USER = "/users/configured/ada";
  private static final Pattern NOT_EVALUATED =
      Pattern.compile("href=\"([^\"]+)\">([\\d,]+) checks not evaluated<");

  @Autowired private SummaryCounts summaries;

  @BeforeEach
  void aUser() {
    nothing();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('configured', 'users', '', 'ada', '{"status": "ACTIVE", "profile": {"login": "ada@x"}}')""")
        .update();
  }

  @AfterEach
  void nothing() {
    for (String table : new String[] {"run", "run_data_type", "resource", "identity", "summary"}) {
      jdbc.sql("delete from store." + table + " where integration = 'configured'").update();
    }
  }

  @Test
  void figuresBeginWithWhatWasReadToItsEnd() {
    summaries.refresh();
    assertThat(
            jdbc.sql("select name from store.summary where integration = 'configured'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("plan", "other-costs");
    assertThat(page("/overview")).contains("Nothing to count yet");
    jdbc.sql("delete from store.summary where integration = 'configured'").update();
    read("users");
    summaries.refresh();
    assertThat(page("/overview")).contains("Posture score").doesNotContain("Nothing to count yet");
  }

  @Test
  void withoutFactorsNobodyIsSaidToHaveNone() {
    read("users");
    summaries.count("configured");
    assertThat(strengths()).isEqualTo("{\"unknown\": 1}");
    assertThat(page("/overview")).contains("Of 1 more account it isn&#39;t known");
    assertThat(page("/users?strength=none")).contains("Nobody found");
    assertThat(page(USER)).contains("Not known: factors weren&#39;t collected");
    read("factors");
    summaries.count("configured");
    assertThat(strengths()).isEqualTo("{\"none\": 1}");
    assertThat(page(USER)).contains("Okta lists none but the password");
  }

  @Test
  void anEnrolmentThatNoFactorShowsCountsWhereEnrolmentsAreCollected() {
    read("users");
    read("factors");
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            values ('configured', 'authenticator_enrollments', 'ada', 'e1', '{"status": "ACTIVE", "key": "smart_card_idp"}')""")
        .update();
    summaries.count("configured");
    assertThat(strengths()).as("of long ago").isEqualTo("{\"none\": 1}");
    read("authenticator_enrollments");
    summaries.count("configured");
    assertThat(strengths()).isEqualTo("{\"phishing-resistant\": 1}");
    assertThat(page(USER)).contains("Authenticator enrolments: 1", "smart_card_idp");
  }

  @Test
  void theScoreSaysHowManyChecksItLeavesOut() {
    read("users");
    summaries.count("configured");
    Matcher link = NOT_EVALUATED.matcher(page("/overview"));
    assertThat(link.find()).isTrue();
    assertThat(page(link.group(1).replace("&amp;", "&"))).contains(">" + link.group(2) + " of ");
  }

  private String strengths() {
    return jdbc.sql(
            "select value->>'strength' from store.summary where integration = 'configured' and name = 'people'")
        .query(String.class)
        .single();
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }

  private void read(String type) {
    jdbc.sql(
            """
            with run as (
              insert into store.run (integration, mode, status, trigger, finished_at)
              values ('configured', 'full', 'SUCCESS', 'test', now()) returning id)
            insert into store.run_data_type (run_id, data_type, integration, status, finished_at)
            select id, ?, 'configured', 'SUCCESS', now() from run""")
        .param(type)
        .update();
  }
}
