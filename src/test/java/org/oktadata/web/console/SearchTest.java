package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.web.StartedApplication;

/** Users, groups and apps are found by words of their names, and by what one has in one's hands. */
class SearchTest extends StartedApplication {

  private static final Pattern LINE = Pattern.compile("href=\"/\\w+/configured/(s\\w+)\"");

  @BeforeEach
  void names() {
    nothing();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values
              ('configured', 'users', '', 'sNoah', '{"status": "ACTIVE", "profile": {"login": "noah.muller84@acme.example",
                 "email": "n@acme.example", "firstName": "Noah", "lastName": "Müller-Ødegård", "employeeNumber": "4711"}}'),
              ('configured', 'users', '', 'sEve', '{"profile": {"login": "eve@acme.example", "firstName": "Eve", "displayName": "The Noah"}}'),
              ('configured', 'users', '', 'sNo', '{"profile": {"login": "noah", "firstName": "N."}}'),
              ('configured', 'users', '', 'sOdd', '{"profile": [1], "id": 3}'),
              ('configured', 'groups', '', 'sLondon', '{"profile": {"name": "Executives London 3"}}'),
              ('configured', 'apps', '', 'sOffice', '{"label": "Microsoft Office 365"}')""")
        .update();
    jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'searched', 'posture', 'Weak London', 'group', 'sLondon', 'low', 'muted')""")
        .update();
  }

  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.resource where integration = 'configured'").update();
    jdbc.sql("delete from store.finding where check_id = 'searched'").update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "noah+mul",
        "muller",
        "m%C3%BCller",
        "odegard",
        "MULLER84",
        "4711",
        "sNoah",
        "noah.muller84@acme.example"
      })
  void aUserIsFoundByWordsInAnyOrderWithoutAccentsByNumberIdAndLogin(String text) {
    assertThat(found("/users?text=" + text)).containsExactly("sNoah");
    assertThat(found("/search?text=" + text)).containsExactly("sNoah");
  }

  @Test
  void whoseLoginIsExactlyThatComesFirst() {
    assertThat(found("/users?text=noah")).containsExactly("sNo", "sEve", "sNoah");
    assertThat(found("/search?text=Noah")).containsExactly("sNo", "sEve", "sNoah");
  }

  @Test
  void allWordsMustMatchAndOddTypingFindsNobody() {
    for (String text : List.of("noah+zed", "%27", "%5C", "%40", "%26+%7C+%21", "noah%3A*", "%25")) {
      assertThat(found("/users?text=" + text)).as(text).isEmpty();
      assertThat(found("/search?text=" + text)).as(text).isEmpty();
    }
  }

  @Test
  void groupsAndAppsAreFoundByWordsWithinTheirNamesAndById() {
    assertThat(found("/groups?text=london")).containsExactly("sLondon");
    assertThat(found("/groups?text=sLondon")).containsExactly("sLondon");
    assertThat(found("/apps?text=365+micro")).containsExactly("sOffice");
    assertThat(found("/search?text=office")).containsExactly("sOffice");
    assertThat(found("/groups?text=365")).isEmpty();
  }

  @Test
  void oneSearchShowsFindingsOfAnyStateByTitleSubjectAndNumber() {
    long id =
        jdbc.sql("select id from store.finding where check_id = 'searched'")
            .query(Long.class)
            .single();
    for (String text : List.of("weak", "executives", Long.toString(id))) {
      assertThat(page("/search?text=" + text)).as(text).contains("/findings/" + id + "\"");
    }
    assertThat(page("/search?text=nothing+like+it")).contains("Nothing found");
    assertThat(page("/audit")).contains("action=\"/search\"");
  }

  @Test
  void aNameOfAnyLengthIsStored() {
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc) values ('configured', 'users', '', 'sLong',
              jsonb_build_object('profile', jsonb_build_object('firstName', 'Long', 'lastName', repeat('漢', 5000))))""")
        .update();
    assertThat(found("/users?text=long")).containsExactly("sLong");
  }

  private List<String> found(String path) {
    return LINE.matcher(page(path))
        .results()
        .map((MatchResult line) -> line.group(1))
        .distinct()
        .toList();
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
