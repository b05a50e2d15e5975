package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.web.util.HtmlUtils;

/** Everything that is collected, by data type. */
class ObjectListTest extends StartedApplication {

  private static final Pattern ROW = Pattern.compile("<tr><td class=\"text\"><a href=\"([^\"]*)\"");
  private static final Pattern MORE = Pattern.compile("class=\"more\"><a href=\"([^\"]*)\"");

  @BeforeEach
  void whatIsThere() {
    nothing();
    jdbc.sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by, settings)
            values ('things', 'Things', 'https://x.okta.com', 'c', '', 'api', '{"dataTypes": ["managed"]}')""")
        .update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, deleted_at)
            select 'things', t.type, t.parent, t.id, t.doc::jsonb, t.deleted
            from (values
              ('users', '', '00u0000000000000ada0', '{"status": "ACTIVE", "profile": {"login": "ada@x"}}', null::timestamptz),
              ('groups', '', '00g0000000000000desk', '{"profile": {"name": "Service desk"}}', null),
              ('group_members', '00g0000000000000desk', '00u0000000000000ada0', '{}', null),
              ('policies', '', 'rst2', '{"name": "any two", "status": "ACTIVE", "type": "IDP_DISCOVERY"}', null),
              ('policies', '', 'rst1', '{"name": "Strict <b>", "status": "INACTIVE"}', null),
              ('policies', '', 'rst3', '{"name": "Gone", "status": "ACTIVE"}', now()),
              ('policy_rules', 'rst1', 'rul2', '{"name": "Catch-all"}', null),
              ('policy_rules', 'rst1', 'rul1', '{"name": "100% of all_users"}', null),
              ('policy_rules', 'rst2', 'rul3', '{}', null),
              ('linked_objects', '', 'a/b', '{"primary": {"name": "a/b"}}', null)) t (type, parent, id, doc, deleted)""")
        .update();
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, severity, state, subject_type, subject_id, evidence)
            select 'things', 'lax-' || n, 'posture', 'Lax', 'high', 'open', 'policy', 'rst1', '{}' from generate_series(1, 3) n""")
        .update();
  }

  @AfterEach
  void nothing() {
    for (String table : List.of("resource", "finding")) {
      jdbc.sql("delete from store." + table + " where integration = 'things'").update();
    }
    jdbc.sql("delete from store.integration where name = 'things'").update();
  }

  @Test
  void eachDataTypeIsThereAlsoThoseThatNobodyCollects() {
    String page = page("/objects?integration=things");
    assertThat(page)
        .contains("href=\"/objects/things/policy_rules\">Policy rules</a>")
        .contains("href=\"/objects/things/api_tokens\">API tokens</a>")
        .contains("href=\"/users?integration=things\">Users</a>")
        .contains("<span class=\"soft\">Group owners</span>")
        .contains("not collected")
        .doesNotContain("/objects/things/events");
  }

  @Test
  void objectsStandByNameAndLeadToTheirPages() {
    String page = page("/objects/things/policies");
    assertThat(rows(page))
        .containsExactly("/objects/things/policies/rst2", "/objects/things/policies/rst1");
    assertThat(page)
        .contains(
            "<td class=\"text\">IdP discovery</td>",
            "Strict &lt;b&gt;",
            "href=\"/findings?integration=things&amp;text=rst1\">3</a>")
        .doesNotContain("Gone");
    assertThat(rows(page("/objects/things/linked_objects")))
        .containsExactly("/objects/things/linked_objects?id=a%2Fb");
  }

  @Test
  void whatBelongsToTheSameObjectStandsTogetherBelowItsName() {
    String page = page("/objects/things/policy_rules");
    assertThat(rows(page))
        .containsExactly(
            "/objects/things/policy_rules/rul1?parent=rst1",
            "/objects/things/policy_rules/rul2?parent=rst1",
            "/objects/things/policy_rules/rul3?parent=rst2");
    assertThat(page).contains("href=\"/objects/things/policies/rst2\">any two</a>");
  }

  @Test
  void aRowWithTheIdOfAUserIsCalledAsTheUser() {
    String page = page("/objects/things/group_members");
    assertThat(rows(page)).containsExactly("/users/things/00u0000000000000ada0");
    assertThat(page).contains("ada@x", "href=\"/groups/things/00g0000000000000desk\">Service desk");
  }

  @ParameterizedTest
  @CsvSource({
    "catch, rul2",
    "ALL_, rul1",
    "0% of, rul1",
    "rul3, rul3",
    "rst2, rul3",
    "x'; drop, nothing",
    "l_users', nothing"
  })
  void theyAreFoundByPartOfTheNameOrById(String text, String id) {
    List<String> found = rows(page("/objects/things/policy_rules?text=" + encoded(text)));
    assertThat(found).hasSize(id.equals("nothing") ? 0 : 1).allMatch(path -> path.contains(id));
  }

  @Test
  void manyOfOneNameAreEachOnOnePageAndNoneOnTwo() {
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'things', 'zones', '', 'nzo' || n, jsonb_build_object('name', 'Office ' || n % 2) from generate_series(1, 250) n""")
        .update();
    List<String> all = new ArrayList<>();
    String next = "/objects/things/zones";
    while (next != null) {
      String page = page(next);
      all.addAll(rows(page));
      next =
          MORE.matcher(page)
              .results()
              .map(more -> HtmlUtils.htmlUnescape(more.group(1)))
              .findFirst()
              .orElse(null);
    }
    assertThat(all).hasSize(250).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "/objects/things/nonsense, 404",
    "/objects/things/events, 404",
    "/objects/no/zones, 404"
  })
  void whatIsNoListOfObjectsIsSaidToBeNone(String path, int status) {
    assertThat(opened(path).statusCode()).isEqualTo(status);
  }

  private String page(String path) {
    HttpResponse<String> answer = opened(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** By a viewer, who sees all of it. */
  private HttpResponse<String> opened(String path) {
    String viewer = Browser.basic("vera", "rubin");
    return http.send("GET", path, null, "Authorization", viewer, "Accept", "text/html");
  }

  private static List<String> rows(String page) {
    return ROW.matcher(page).results().map(row -> HtmlUtils.htmlUnescape(row.group(1))).toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
