package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;

/** The list of findings: what is urgent comes first, and many are decided about at once. */
class DecidingManyTest extends StartedApplication {

  // A check that there is, and that can't be evaluated here: what it found doesn't end.
  private static final Pattern SHOWN_AT = Pattern.compile("name=\"shownAt\" value=\"([^\"]+)\"");
  private static final Pattern TICKED =
      Pattern.compile("name=\"ticked\"[^>]* value=\"(\\d+:\\w+)\"");

  @BeforeEach
  @AfterEach
  void nothing() {
    jdbc.sql(
            "delete from store.finding where check_id like 'many-%' or check_id = 'user-without-mfa'")
        .update();
    jdbc.sql(
            "delete from store.resource where integration = 'configured' and id like 'user-without-mfa-%'")
        .update();
    jdbc.sql("delete from store.audit where subject like '%finding%'").update();
  }

  @Test
  void aHundredOfOneCheckAreOneRowAndHideNoAttack() {
    findings("user-without-mfa", "posture", "critical", 60);
    findings("many-attack", "detection", "critical", 1);
    findings("many-theft", "detection", "high", 2);
    String rules = page("/findings");
    assertThat(rules)
        .containsSubsequence("many-attack 1", "user-without-mfa", "and 59 more", "many-theft");
    assertThat(page("/findings?check=user-without-mfa"))
        .contains("user-without-mfa 60<", "Page 1 of 2");
    assertThat(page("/findings?view=findings"))
        .containsSubsequence("many-attack 1", "user-without-mfa 60")
        .doesNotContain("many-theft");
    assertThat(page("/findings?sort=findings&turned=true"))
        .contains("aria-sort=\"ascending\"")
        .containsSubsequence("many-attack", "many-theft", "user-without-mfa");
    assertThat(page("/findings?view=findings&sort=first-seen&turned=true&kind=detection"))
        .containsSubsequence("many-theft 2", "many-theft 1");
    assertThat(page("/findings?sort=colour&view=3d")).contains("aria-sort=\"descending\"");
  }

  @Test
  void aFindingIsFoundByAnyPartOfTheNameOfItsSubject() {
    findings("user-without-mfa", "posture", "low", 2);
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, changed_at)
            values ('configured', 'api_tokens', '', 'user-without-mfa-1', '{"name": "Terraform 100% prod"}', now())""")
        .update();
    assertThat(page("/findings?text=FORM+100%25"))
        .contains("Terraform 100% prod", "user-without-mfa 1<")
        .doesNotContain("user-without-mfa 2<");
    assertThat(page("/findings?text=1%25prod")).doesNotContain("user-without-mfa 1<");
    assertThat(page("/findings/export.csv?text=terraform"))
        .contains("Terraform 100% prod,user-without-mfa-1,", "\"{\"\"n\"\": 1}\"")
        .containsPattern("http://[^,]+/findings/\\d+,")
        .hasLineCount(2);
  }

  @Test
  void whatIsTickedIsDecidedOnceAndWhatChangedMeanwhileIsLeft() {
    findings("many-ticked", "detection", "low", 3);
    String shown = page("/findings?check=many-ticked");
    List<String> ticked = TICKED.matcher(shown).results().map(each -> each.group(1)).toList();
    assertThat(ticked).hasSize(3);
    jdbc.sql(
            "update store.finding set state = 'accepted', state_actor = 'ada', state_reason = 'mine' where id = ?")
        .param(Long.parseLong(id(ticked.get(1))))
        .update();
    String form =
        "reason=ticket+7&outcome=handled&check=many-ticked&shownAt="
            + encoded(at(shown))
            + ticked.stream().map(each -> "&ticked=" + encoded(each)).collect(Collectors.joining());
    String answer = decided("resolve", form);
    assertThat(answer)
        .contains(
            "2 findings: Resolved: handled.",
            "Left as they are: 1 finding",
            "is accepted by now, by ada");
    assertThat(decided("resolve", form)).contains("2 findings: Resolved: handled.");
    assertThat(states("many-ticked"))
        .containsExactly("accepted mine", "resolved ticket 7", "resolved ticket 7");
    assertThat(
            count(
                "store.finding_change c join store.finding f on f.id = c.finding_id where f.check_id = 'many-ticked' and c.change = 'resolved'"))
        .isEqualTo(2);
    String audit = page("/audit?text=2+findings");
    assertThat(audit)
        .contains("finding.resolve", "ticket 7", "2 findings")
        .contains("<span>%s, %s</span>".formatted(id(ticked.get(2)), id(ticked.get(0))));
    assertThat(decided("mute", "reason=+&shownAt=" + encoded(at(shown)) + "&ticked=1:open"))
        .contains("Say why");
    assertThat(decided("mute", "reason=x&shownAt=" + encoded(at(shown))))
        .contains("Tick the findings");
  }

  @Test
  void allThatMatchAreThoseThatWereThereWhenThePageWasShown() {
    findings("user-without-mfa", "posture", "medium", 70);
    String shown = page("/findings?check=user-without-mfa");
    assertThat(shown).contains("All 70 that match this filter");
    findings("user-without-mfa", "posture", "medium", 1);
    jdbc.sql(
            "insert into store.finding_change (finding_id, change, state, severity) select max(id), 'opened', 'open', severity from store.finding where check_id = 'user-without-mfa' group by severity")
        .update();
    String form =
        "all=true&reason=known&days=30&check=user-without-mfa&shownAt=" + encoded(at(shown));
    assertThat(decided("mute", form))
        .contains("70 findings: Muted until", "Left as they are: 1 finding");
    assertThat(decided("mute", form)).as("a second click").contains("70 findings: Muted until");
    assertThat(states("user-without-mfa"))
        .containsOnlyOnce("open")
        .filteredOn("muted known"::equals)
        .hasSize(70);
    assertThat(
            decided(
                "resolve",
                "all=true&reason=no&outcome=handled&status=&check=user-without-mfa&shownAt="
                    + encoded(at(page("/findings?check=user-without-mfa&status=")))))
        .contains("Left as they are: 71 findings", "is a check&#39;s", "and 66 more");
  }

  @Test
  void openingAgainNeedsAReason() {
    findings("user-without-mfa", "posture", "low", 1);
    jdbc.sql(
            "update store.finding set state = 'muted', state_actor = 'ada', state_reason = 'mine' where check_id = 'user-without-mfa'")
        .update();
    String place =
        "/findings/"
            + jdbc.sql("select id from store.finding where check_id = 'user-without-mfa'")
                .query(Long.class)
                .single();
    post(place + "/reopen", "reason=");
    assertThat(states("user-without-mfa")).containsExactly("muted mine");
    post(place + "/reopen", "reason=it+went+on");
    assertThat(states("user-without-mfa")).containsExactly("open it went on");
    assertThat(page(place)).contains(">Opened again</b> by");
  }

  /** The page that a decision leads to. */
  private String decided(String word, String form) {
    return post("/findings/several/" + word, form);
  }

  private String post(String path, String form) {
    HttpResponse<String> answer =
        http.send(
            "POST",
            path,
            form,
            "Authorization",
            Browser.ADMIN,
            "X-XSRF-TOKEN",
            Objects.requireNonNullElse(http.csrfToken(), "none"),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isEqualTo(302);
    return page(
        answer.headers().firstValue("Location").orElseThrow().replaceFirst("^http://[^/]+", ""));
  }

  private void findings(String check, String kind, String severity, int number) {
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state, evidence, first_seen, last_seen)
            select 'configured', :check, :kind, :check || ' ' || n, 'token', :check || '-' || n, :severity, 'open', jsonb_build_object('n', n),
                   now() - n * interval '1 day', now() - (100 - n) * interval '1 minute'
            from generate_series((select count(*) from store.finding where check_id = :check) + 1,
                                 (select count(*) from store.finding where check_id = :check) + :number) n""")
        .param("check", check)
        .param("kind", kind)
        .param("severity", severity)
        .param("number", number)
        .update();
  }

  private List<String> states(String check) {
    return jdbc.sql(
            "select concat_ws(' ', state, state_reason) from store.finding where check_id = ? order by 1")
        .param(check)
        .query(String.class)
        .list();
  }

  private long count(String rows) {
    return jdbc.sql("select count(*) from " + rows).query(Long.class).single();
  }

  private static String at(String page) {
    Matcher shown = SHOWN_AT.matcher(page);
    assertThat(shown.find()).isTrue();
    return shown.group(1);
  }

  private static String id(String ticked) {
    return ticked.split(":")[0];
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
