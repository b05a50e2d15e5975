package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.oktadata.events.Events;

/** What a stranger's event names: ids that can be none of Okta's, and thousands of them. */
class OddTargetsTest extends TouchedObjects {

  @Test
  void anIdThatCanBeNoneOfOktasIsLeftOutAndTheOthersAreNot() {
    read("2 hours", "SUCCESS");
    int number = 0;
    for (String id :
        List.of(
            Events.random(3_000),
            "0oa1/credentials/secrets",
            "u1?limit=1",
            "..",
            ".",
            "u 1",
            "ü",
            "")) {
      happened("odd" + number++, "1 hour", id);
    }
    happened("usual", "1 hour", "00u-1_a.b~c");
    gather();
    assertThat(touched()).containsExactly("users 00u-1_a.b~c");
    happened("later", "1 hour", "u2");
    gather();
    assertThat(touched()).containsExactly("users 00u-1_a.b~c", "users u2");
  }

  @Test
  void anEventThatNamesThousandsOfObjectsCostsAHundredCalls() {
    read("2 hours", "SUCCESS");
    happened("many", "1 hour");
    org.database
        .sql(
            "update store.event set doc = jsonb_build_object('target', (select jsonb_agg(jsonb_build_object('id', 'u' || n, 'type', 'User')) from generate_series(1, 5000) n))")
        .update();
    gather();
    assertThat(touched()).hasSize(100);
    assertThat(org.database.sql("select count(*) from store.named").query(Long.class).single())
        .isEqualTo(10_000);
  }

  /** Okta takes a login and "me" for an id as well, and has the same rows below them. */
  @Test
  void whatHangsOnAnObjectThatNobodyKnowsIsReadIfItsIdIsOneAsOktaMakesThem() {
    org.database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', 'users', '', 'known', '{}')")
        .update();
    for (String id : List.of("me", "known", "ada.lovelace", "00u1abcdefghijklmnop")) {
      touched("admin_roles", id, "2 seconds");
    }
    plan("admin_roles");
    assertThat(requests())
        .containsExactly(
            "00u1abcdefghijklmnop /api/v1/users/00u1abcdefghijklmnop/roles",
            "known /api/v1/users/known/roles");
  }

  @Test
  void anIdIsEncodedWhereItBecomesPartOfAnAddress() {
    touched("users", "a/b?c d", "2 seconds");
    plan("users");
    assertThat(requests()).containsExactly(" /api/v1/users/a%2Fb%3Fc%20d");
  }
}
