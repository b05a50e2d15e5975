package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;

/** What a page says of times: when something was deleted, and since when it holds. */
class PastPagesTest extends StartedApplication {

  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
  private static final String BEFORE = "?asOf=" + TODAY.minusDays(4);

  @BeforeEach
  void whatWasThere() {
    nothing();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, first_seen, changed_at, deleted_at)
            select 'past', t.*, now() - interval '9 days', now() - interval '9 days', null from (values
              ('users', '', 'ada', '{"profile": {"login": "ada@x"}, "created": "2021-05-06T07:08:09.000Z"}'::jsonb),
              ('groups', '', 'all', '{"type": "BUILT_IN", "profile": {"name": "Everyone"}}'),
              ('apps', '', 'wiki', '{"label": "Wiki"}'),
              ('app_users', 'wiki', 'ada', '{"created": "2022-03-04T05:06:07.000Z"}'),
              ('admin_roles', 'ada', 'r', '{"type": "SUPER_ADMIN", "created": "2023-04-05T06:07:08.000Z"}')) t
            union all
            select 'past', 'users', '', 'bob', '{"profile": {"login": "bob@x"}}', now() - interval '9 days', now() - interval '9 days',
                   now() - interval '2 days'
            union all
            select 'past', 'group_members', 'g', 'ada', '{}', now() - interval '9 days', now() - interval '9 days', null
            union all
            select 'past', 'groups', '', 'g', '{"profile": {"name": "Readers"}}', now() - interval '9 days', now() - interval '9 days', null""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.resource where integration = 'past'").update();
    jdbc.sql("delete from store.resource_history where integration = 'past'").update();
  }

  @Test
  void whoWasDeletedIsNamedWithTheDay() {
    String deleted = "Deleted in Okta, noticed on " + TODAY.minusDays(2);
    assertThat(page("/users/past/bob")).contains("bob@x", deleted).doesNotContain("As of the end");
    assertThat(page("/users/past/bob?asOf=" + TODAY.minusDays(1))).contains(deleted);
    assertThat(page("/users/past/bob" + BEFORE)).contains("Profile").doesNotContain(deleted);
    assertThat(page("/users/past/bob?asOf=" + TODAY.minusDays(20)))
        .contains("it was first collected " + TODAY.minusDays(9))
        .doesNotContain(deleted);
  }

  @Test
  void aProfileLeadsToWhoItNamesButNotToItself() {
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values
              ('past', 'users', '', '00u0000000000000carl', '{"profile": {"login": "carl@x"}}'),
              ('past', 'users', '', 'dora', '{"profile": {"login": "dora@x", "email": "dora@x", "managerId": "00u0000000000000carl", "deputy": "carl@x", "formerManager": "gone@x"}}')""")
        .update();
    String page = page("/users/past/dora");
    String carl = "<a href=\"/users/past/00u0000000000000carl\">carl@x</a>";
    assertThat(page.split(carl, -1)).as("by id and by login").hasSize(3);
    assertThat(page).contains("<dd>dora@x</dd>", "<dd>gone@x</dd>");
  }

  @Test
  void whatCameBackWasAwayInBetween() {
    jdbc.sql(
            """
            update store.resource set changed_at = now(), deleted_at = null where integration = 'past' and id = 'bob'""")
        .update();
    assertThat(page("/users/past/bob?asOf=" + TODAY.minusDays(1)))
        .contains("Okta didn't have it on that day")
        .doesNotContain("first collected");
  }

  @Test
  void accessHoldsSinceTheDayThatOktaNames() {
    assertThat(page("/users/past/ada"))
        .contains("since 2022-03-04", "since 2023-04-05", "2021-05-06 07:08:09 UTC")
        .contains(">known since " + TODAY.minusDays(9));
    assertThat(page("/apps/past/wiki")).contains(">since 2022-03-04");
    assertThat(page("/apps/past/wiki" + BEFORE)).contains(">since 2022-03-04");
    assertThat(page("/groups/past/g")).contains(">known since " + TODAY.minusDays(9));
  }

  @Test
  void everyoneOfAPastDayIsNotNobody() {
    assertThat(page("/groups/past/all" + BEFORE))
        .contains("All users that aren't deprovisioned")
        .doesNotContain("Nobody.");
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
