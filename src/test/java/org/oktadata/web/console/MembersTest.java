package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

class MembersTest extends StartedApplication {

  private static final String NOW = null;

  @Autowired private Members members;

  /**
   * 120 users, of whom the even ones belong to the group; one of them has left it today. The order
   * of logins is the reverse of that of ids.
   */
  @BeforeEach
  void aGroup() {
    jdbc.sql("delete from store.resource where integration = 'crowd'").update();
    jdbc.sql("delete from store.resource_history where integration = 'crowd'").update();
    jdbc.sql("delete from store.identity where integration = 'crowd'").update();
    jdbc.sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc, changed_at)
            select 'crowd', 'users', '', 'u' || n, jsonb_build_object('profile', jsonb_build_object('login', 'Person' || 400 - n || '@x', 'firstName', 'Zoë', 'lastName', 'Number ' || n)),
                   now() - interval '9 days'
            from generate_series(100, 219) n
            union all
            select 'crowd', 'group_members', 'g', 'u' || n, '{}', now() - interval '9 days' from generate_series(100, 218, 2) n""")
        .update();
    jdbc.sql(
            """
            insert into store.identity (integration, user_id, login, strength, admin)
            select integration, id, doc #>> '{profile,login}', 'none', false from store.resource
            where integration = 'crowd' and data_type = 'users'""")
        .update();
    jdbc.sql(
            "update store.resource set deleted_at = now() where data_type = 'group_members' and id = 'u218'")
        .update();
  }

  @Test
  void allOfThemAreReadPageByPage() {
    List<String> seen = new ArrayList<>();
    String after = null;
    do {
      Members.Page page = page(NOW, null, after);
      assertThat(page.count()).isEqualTo(59);
      page.lines().forEach(line -> seen.add(line.name()));
      after = page.next();
    } while (after != null);
    assertThat(seen)
        .containsExactlyElementsOf(
            IntStream.range(0, 59).mapToObj(n -> "Person%d@x".formatted(184 + 2 * n)).toList());
  }

  @Test
  void aMemberIsFoundByHowTheLoginBegins() {
    assertThat(page(NOW, "PERSON29", null).lines())
        .extracting(Members.Line::id)
        .containsExactly("u110", "u108", "u106", "u104", "u102");
    assertThat(page(NOW, "person299", null).lines()).isEmpty();
    assertThat(page(NOW, "person2", null).cut()).isFalse();
    assertThat(page(NOW, "Person290@x", null).lines())
        .extracting(Members.Line::id)
        .containsExactly("u110");
    Members.Page all = page(NOW, "person", null);
    assertThat(all.lines()).hasSize(50);
    assertThat(all.cut()).isTrue();
  }

  @Test
  void aMemberIsFoundByWordsOfTheNameAndById() {
    for (String text : List.of("zoe 110", "110 ZO", "u110")) {
      assertThat(page(NOW, text, null).lines())
          .as(text)
          .extracting(Members.Line::id)
          .containsExactly("u110");
    }
    assertThat(page(NOW, "zoe 111", null).lines()).as("a user, but no member").isEmpty();
    assertThat(page(NOW, "u111", null).lines()).isEmpty();
  }

  @Test
  void whoHasLeftIsThereAsOfYesterday() {
    String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    assertThat(page(yesterday, null, "u216").lines())
        .extracting(Members.Line::id)
        .containsExactly("u218");
    assertThat(page(NOW, "person182", null).lines()).isEmpty();
  }

  private Members.Page page(String asOf, String member, String after) {
    return members.of("crowd", "group_members", "g", new MemberSearch(asOf, member, after));
  }
}
