package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;

/** Lists of runs, events, findings and hunts say what is there. */
class ListPagesTest extends StartedApplication {

  private static final Pattern OLDER = Pattern.compile("href=\"([^\"]+)\">Older runs<");

  @BeforeEach
  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.run where integration = 'configured'").update();
    jdbc.sql("delete from store.event where integration = 'configured'").update();
    jdbc.sql("delete from store.finding where check_id = 'listed'").update();
    jdbc.sql("delete from store.hunt where rule = 'account-locked'").update();
  }

  @Test
  void olderRunsOfAllIntegrationsAreReached() {
    jdbc.sql(
            """
            insert into store.run (integration, mode, status, trigger, reason, finished_at)
            select 'configured', 'full', 'SUCCESS', 'test', 'Reason ' || n, now() from generate_series(1, 51) n""")
        .update();
    String newest = page("/runs");
    assertThat(newest).contains("Started (UTC)", "Reason 51<").doesNotContain("Reason 1<");
    Matcher older = OLDER.matcher(newest);
    assertThat(older.find()).isTrue();
    assertThat(page(older.group(1).replace("&amp;", "&"))).contains("Reason 1<");
  }

  @Test
  void anEventIsToldWithItsFurtherTargets() {
    jdbc.sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select 'configured', now() - interval '5 minutes', uuid, 'group.user_membership.add', doc::jsonb, 'poll'
            from (values
              ('two', '{"target": [{"id": "u1", "alternateId": "ada@x"}, {"id": "g1", "displayName": "Service <desk", "alternateId": "unknown"}]}'),
              ('five', '{"target": [{"id": "u2"}, {"displayName": "unknown", "alternateId": "bob@x"}, {"id": "g3"}, {"id": "g4"}, {"id": "g5"}]}'),
              ('odd', '{"target": {"id": "u3"}}')) e (uuid, doc)""")
        .update();
    assertThat(page("/events"))
        .contains("<div class=\"soft\">Service &lt;desk</div>")
        .contains("<div class=\"soft\">bob@x, g3, and more</div>")
        .contains("/events/configured/odd");
  }

  @Test
  void eventsOfHalfAnHourBeforeAndAfterOneAreALinkAway() {
    jdbc.sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select 'configured', time::timestamptz, 'around' || n, 'user.session.start', '{}', 'poll'
            from (values (1, '2026-03-01T05:09:59Z'), (2, '2026-03-01T05:10:00Z'), (3, '2026-03-01T05:40:30Z'),
                         (4, '2026-03-01T06:10:59Z'), (5, '2026-03-01T06:11:00Z')) e (n, time)""")
        .update();
    Matcher around =
        Pattern.compile("href=\"([^\"]+)\">30 minutes before and after<")
            .matcher(page("/events/configured/around3"));
    assertThat(around.find()).isTrue();
    assertThat(page(around.group(1).replace("&amp;", "&")))
        .contains("/around2", "/around3", "/around4", "value=\"2026-03-01T05:10:00\"")
        .doesNotContain("/around1", "/around5");
    assertThat(page("/events?from=2026-03-02&until=2026-03-01T10:00"))
        .contains("Until lies before From.");
    assertThat(page("/events?from=2026-03-02T10:00&until=2026-03-02T10:00")).contains("the same");
  }

  @Test
  void aTargetWithoutALoginHasItsName() {
    jdbc.sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('configured', now(), 'listed', 'group.user_membership.add',
              '{"actor": {"alternateId": "", "displayName": "Okta System"}, "target": [{"alternateId": "unknown", "displayName": "Readers"}]}', 'poll')""")
        .update();
    assertThat(page("/events")).contains(">Okta System<", ">Readers<").doesNotContain(">unknown<");
  }

  @Test
  void theTailSaysNothingOfTheLastDayBeforeItHasLooked() {
    String wrong = page("/events/tail?filter=eventType+eq");
    assertThat(wrong).contains("role=\"alert\"").doesNotContain("last day");
    assertThat(page("/events/tail?filter=actor.id+eq+%22nobody%22")).contains("in the last day");
    assertThat(page("/events/tail")).contains("No event is stored yet");
  }

  @Test
  void aFindingIsFoundByItsTitleToTheLetter() {
    finding("100% of admins_x");
    assertThat(page("/findings?text=100%25+of")).contains("100% of admins_x");
    assertThat(page("/findings?text=admins_")).contains("100% of admins_x");
    assertThat(page("/findings?text=1%25of")).doesNotContain("100% of admins_x");
    assertThat(page("/findings?text=adm_ns")).doesNotContain("100% of admins_x");
  }

  @Test
  void programsMayLeaveAConditionEmptyAndWriteBlanksInLists() {
    finding("Listed");
    assertThat(page("/api/findings?check=listed&status=&integration=&severity=critical,%20low%20"))
        .contains("\"Listed\"");
    assertThat(page("/api/findings?check=listed&severity=critical")).doesNotContain("\"Listed\"");
  }

  @Test
  void aViewerSeesUntilWhenAFindingIsMuted() {
    long id = finding("Muted");
    jdbc.sql(
            """
            update store.finding set state = 'muted', state_reason = 'ticket 1', state_actor = 'ada', state_until = '2099-01-02T00:00:00Z'
            where id = ?""")
        .param(id)
        .update();
    String viewed =
        http.send("GET", "/findings/" + id, null, "Authorization", Browser.basic("vera", "rubin"))
            .body();
    assertThat(viewed).contains("until 2099-01-02", "ticket 1").doesNotContain("Open again");
    assertThat(page("/findings/" + id)).contains("until 2099-01-02", "Open again");
  }

  @Test
  void aHuntThatFailedSaysWhy() {
    jdbc.sql(
            """
            insert into store.hunt (rule, state, since, reason)
            values ('account-locked', 'failed', now() - interval '1 day', 'The rule is gone')""")
        .update();
    assertThat(page("/checks/account-locked")).contains("The rule is gone", "Started (UTC)");
  }

  private long finding(String title) {
    return jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'listed', 'posture', ?, 'user', 'listed', 'low', 'open') returning id""")
        .param(title)
        .query(Long.class)
        .single();
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
