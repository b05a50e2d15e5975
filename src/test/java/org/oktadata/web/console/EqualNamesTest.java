package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.web.StartedApplication;

/** Lists that go on behind "More" although a page ends amid equal names. */
class EqualNamesTest extends StartedApplication {

  private static final Pattern LINE = Pattern.compile("href=\"/\\w+/configured/(x\\d+)\"");
  private static final Pattern MORE = Pattern.compile("href=\"([^\"]+)\">More<");

  @BeforeEach
  void sixtyOfOneName() {
    nobody();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'configured', type, '', 'x' || n,
              '{"label": "Wiki", "profile": {"name": "Domain Users", "login": "Twin@x"}}'
            from generate_series(100, 159) n, unnest(array['users', 'groups', 'apps']) type""")
        .update();
    jdbc.sql(
            """
            insert into store.identity (integration, user_id, login, strength, admin)
            select integration, id, doc #>> '{profile,login}', 'none', false from store.resource
            where integration = 'configured' and data_type = 'users'""")
        .update();
  }

  @AfterEach
  void nobody() {
    jdbc.sql("delete from store.resource where integration = 'configured'").update();
    jdbc.sql("delete from store.identity where integration = 'configured'").update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/users", "/groups", "/apps", "/groups?text=domain+users", "/apps?text=W"})
  void allOfThemAreReachedOnce(String list) {
    List<String> seen = new ArrayList<>();
    String next = list;
    for (int pages = 0; next != null && pages < 3; pages++) {
      String page = http.json("GET", next, null).body();
      LINE.matcher(page).results().forEach(line -> seen.add(line.group(1)));
      Matcher more = MORE.matcher(page);
      next = more.find() ? more.group(1).replace("&amp;", "&") : null;
    }
    assertThat(seen)
        .containsExactlyElementsOf(IntStream.range(100, 160).mapToObj(n -> "x" + n).toList());
  }

  @Test
  void aSearchThatFindsMoreThanIsShownSaysSo() {
    assertThat(http.json("GET", "/users?text=twin", null).body()).contains("Type more.");
  }

  @Test
  void filtersHoldForWhatIsTyped() {
    jdbc.sql(
            """
            update store.identity set strength = 'weak', admin = true, status = 'STAGED'
            where integration = 'configured' and user_id = 'x159'""")
        .update();
    for (String filter : List.of("strength=weak", "admin=true", "status=STAGED")) {
      String page = http.json("GET", "/users?text=twin&" + filter, null).body();
      assertThat(LINE.matcher(page).results().map(line -> line.group(1))).containsExactly("x159");
      assertThat(page).doesNotContain("Type more.");
    }
  }
}
