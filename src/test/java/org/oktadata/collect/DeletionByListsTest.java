package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a list no longer holds is marked as deleted, and nothing else. */
class DeletionByListsTest extends StoredPages {

  private static final String EMPTY_GROUP =
      "[{\"id\":\"empty\",\"_embedded\":{\"stats\":{\"usersCount\":0}}}]";

  @Test
  void aCompleteListMarksWhatItLacksAsDeletedAndTakesItBack() {
    store("zones", page("a", 1, "b", 2), "");
    assertThat(store("zones", page("a", 1), "")).containsEntry("deleted", 1L);
    assertThat(app.column("select id from okta.zones")).containsExactly("a");
    assertThat(app.column("select id from store.resource where deleted_at is not null"))
        .containsExactly("b");
    assertThat(store("zones", page("a", 1, "b", 2), "")).containsEntry("changed", 1L);
    assertThat(app.column("select id from okta.zones")).containsExactly("a", "b");
    assertThat(history()).containsExactly("b 2");
  }

  @Test
  void aListOfSeveralPagesDeletesNothingBeforeItIsClosed() {
    store("zones", page("a", 1, "b", 2), "");
    request("zones", "");
    Map<String, Object> first = put("zones", page("a", 1), "https://next", "");
    assertThat(first).containsEntry("deleted", 0L).containsEntry("state", "planned");
    Map<String, Object> last = put("zones", page("c", 3), "", "");
    assertThat(last).containsEntry("state", "listed");
    assertThat(app.column("select id from okta.zones")).containsExactly("a", "b", "c");
    assertThat(app.count("select store.close_list(" + run + ", 'acme', 'zones', '', '')"))
        .isEqualTo(1);
    assertThat(app.column("select id from okta.zones")).containsExactly("a", "c");
    assertThat(app.count("select count(*) from store.seen")).isZero();
  }

  @Test
  void whatWasWrittenWhileALongListWasReadIsNotTakenForDeleted() {
    store("zones", page("a", 1, "gone", 2), "");
    pullBegins("zones");
    request("zones", "");
    put("zones", page("b", 1), "https://next", "");
    byItself("zones", "new", "");
    put("zones", page("c", 1), "", "");
    assertThat(app.count("select store.close_list(" + run + ", 'acme', 'zones', '', '')"))
        .as("a and gone")
        .isEqualTo(2);
    assertThat(app.column("select id from okta.zones")).containsExactly("b", "c", "new");
  }

  @Test
  void whatWasWrittenWhileAPageWasOnItsWayIsNotTakenForDeleted() {
    store("zones", page("gone", 1), "");
    pullBegins("zones");
    byItself("zones", "new", "");
    assertThat(store("zones", page("a", 1), "")).containsEntry("deleted", 1L);
    assertThat(app.column("select id from okta.zones")).containsExactly("a", "new");
  }

  /** That a group has nobody was learnt when the groups were read. */
  @Test
  void whatWasWrittenSinceItsParentsWereReadGoesOnlyWithItsParent() {
    store("groups", EMPTY_GROUP, "");
    byItself("group_members", "old", "empty");
    pullBegins("groups");
    app.database()
        .sql("update store.run_data_type set status = 'SUCCESS' where data_type = 'groups'")
        .update();
    byItself("group_members", "joined", "empty");
    pullBegins("group_members");
    byItself("group_members", "new", "empty");
    byItself("group_members", "orphan", "no-more");
    DataType type = app.bean(Catalogue.class).get("group_members");
    Pull pull = new Pull(run, "acme", "group_members", RunMode.FULL, epoch());
    assertThat(app.bean(PullOutcome.class).finish(pull, type)).isTrue();
    assertThat(app.column("select user_id from okta.group_members where not derived"))
        .containsExactly("joined", "new");
  }

  /** A delta reads the list of servers for an event, and no list below the one that is gone. */
  @Test
  void whatHangsOnARowGoesWithItThoughOnlyTheListOfThatWasRead() {
    store("authorization_servers", page("gone", 1, "kept", 1), "");
    byItself("authorization_server_policies", "a", "gone");
    byItself("authorization_server_policies", "b", "kept");
    byItself("authorization_server_policy_rules", "c", "gone/a");
    byItself("authorization_server_policy_rules", "d", "kept/b");
    pullBegins("authorization_servers");
    store("authorization_servers", page("kept", 1), "");
    DataType type = app.bean(Catalogue.class).get("authorization_servers");
    Pull pull = new Pull(run, "acme", "authorization_servers", RunMode.DELTA, epoch());
    assertThat(app.bean(PullOutcome.class).finish(pull, type)).isTrue();
    assertThat(app.column("select id from okta.authorization_server_policies"))
        .containsExactly("b");
    assertThat(app.column("select id from okta.authorization_server_policy_rules"))
        .containsExactly("d");
  }

  /** Each with its own data type where the run has that; and checks of it are due. */
  @Test
  void whatHangsOnARowIsCountedAsDeleted() {
    store("authorization_servers", page("gone", 1, "kept", 1), "");
    byItself("authorization_server_policies", "a", "gone");
    byItself("authorization_server_scopes", "s", "gone");
    byItself("authorization_server_scopes", "t", "gone");
    pullBegins("authorization_servers");
    pullBegins("authorization_server_policies");
    store("authorization_servers", page("kept", 1), "");
    app.database().sql("delete from store.read_again").update();
    finish("authorization_servers");
    finish("authorization_server_policies");
    assertThat(
            app.column(
                "select data_type || ' ' || deleted from store.run_data_type order by data_type"))
        .as("the server itself, and two scopes that the run doesn't read")
        .containsExactly("authorization_server_policies 1", "authorization_servers 3");
    assertThat(app.column("select data_type from store.read_again order by 1"))
        .containsExactly("authorization_server_policies", "authorization_server_scopes");
  }

  /** And not when that began, which may be minutes before: whoever asked meanwhile saw the rows. */
  @Test
  void checksOfWhatWentAreDueFromTheEndOfThatAndNothingWasReadOfIt() {
    store("authorization_servers", page("gone", 1, "kept", 1), "");
    byItself("authorization_server_scopes", "s", "gone");
    pullBegins("authorization_servers");
    store("authorization_servers", page("kept", 1), "");
    app.database().sql("delete from store.read_again").update();
    new TransactionTemplate(app.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            transaction -> {
              finish("authorization_servers");
              assertThat(
                      app.column(
                          "select data_type from store.read_again where greatest(at, gone_at) > now()"))
                  .containsExactly("authorization_server_scopes");
            });
    assertThat(
            app.column(
                "select data_type from okta.freshness where integration = 'acme' and data_type = 'authorization_server_scopes' and last_read_at is not null"))
        .isEmpty();
  }

  /** Okta had answered before the server was deleted there, and the answer came after that. */
  @Test
  void aPageOfAParentThatWasFoundGoneMeanwhileBringsNothingBack() {
    store("authorization_servers", page("gone", 1, "kept", 1), "");
    pullBegins("authorization_servers");
    pullBegins("authorization_server_policies");
    store("authorization_servers", page("kept", 1), "");
    finish("authorization_servers");
    for (String server : List.of("gone", "kept")) {
      request("authorization_server_policies", server);
      put("authorization_server_policies", page("of-" + server, 1), "", server);
      byItself("authorization_server_policy_rules", "rule", server + "/of-" + server);
    }
    finish("authorization_server_policies");
    assertThat(app.column("select id from okta.authorization_server_policies"))
        .containsExactly("of-kept");
    assertThat(app.column("select parent_id from okta.authorization_server_policy_rules"))
        .containsExactly("kept/of-kept");
  }

  private void finish(String type) {
    Pull pull = new Pull(run, "acme", type, RunMode.DELTA, epoch());
    assertThat(app.bean(PullOutcome.class).finish(pull, app.bean(Catalogue.class).get(type)))
        .isTrue();
  }

  /** Or each group that is deleted in Okta would have the members of all others read. */
  @Test
  void whatHangsOnAGroupThatIsGoneIsFoundByItsKey() {
    store("groups", page("gone", 1, "kept", 1), "");
    byItself("group_members", "a", "gone");
    manyMembers();
    pullBegins("groups");
    store("groups", page("kept", 1), "");
    assertThat(rowsReadToFinish("groups")).isLessThan(1_000);
    assertThat(membersThatWent()).isOne();
  }

  @Test
  void whatAParentHadThatHasNoneAnyMoreIsFoundByItsKey() {
    byItself("group_members", "a", "absent");
    manyMembers();
    pullBegins("group_members");
    request("group_members", "absent");
    request("group_members", "kept");
    app.database()
        .sql(
            "update store.request set state = case request when 'absent' then 'absent' else 'answered' end, lack = 'list'")
        .update();
    assertThat(rowsReadToFinish("group_members")).isLessThan(1_000);
    assertThat(membersThatWent()).isOne();
  }

  private static void manyMembers() {
    app.database()
        .sql(
            """
            insert into store.resource (integration, data_type, parent_id, id, doc)
            select 'acme', 'group_members', 'g' || n % 500, n, '{}' from generate_series(1, 50000) n;
            analyze store.resource""")
        .update();
  }

  private static long membersThatWent() {
    return app.count(
        "select count(*) from store.resource where id = 'a' and deleted_at > now() - interval '1 minute'");
  }

  private long rowsReadToFinish(String type) {
    return new TransactionTemplate(app.bean(PlatformTransactionManager.class))
        .execute(
            transaction -> {
              long before = rowsRead();
              finish(type);
              return rowsRead() - before;
            });
  }

  /** By the transaction under way, and by what its connection did just before. */
  private static long rowsRead() {
    return app.count(
        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relid = 'store.resource'::regclass");
  }

  @Test
  void aParentThatAnEventTouchedIsReadAgainWithAllOthersAlsoIfItHadNone() {
    store("groups", EMPTY_GROUP, "");
    app.database()
        .sql(
            "insert into store.refresh (integration, data_type, object_id, run_id) values ('acme', 'group_members', 'empty', ?), ('acme', 'group_members', 'unknown', ?)")
        .params(run, run)
        .update();
    DataType type = app.bean(Catalogue.class).get("group_members");
    Pull pull = new Pull(run, "acme", "group_members", RunMode.FULL, epoch());
    app.bean(Planner.class).plan(pull, type, Instant.EPOCH);
    assertThat(app.column("select path from store.request where data_type = 'group_members'"))
        .containsExactly("/api/v1/groups/empty/users?limit=1000");
    app.database().sql("delete from store.refresh").update();
  }

  @Test
  void aPullThatIsSettledTwiceDeletesNothingTheSecondTime() {
    pullBegins("policies");
    for (String each : List.of("PASSWORD", "OKTA_SIGN_ON")) {
      request("policies", "");
      app.database()
          .sql(
              "update store.request set request = ?, closing = 'type' where run_id = ? and request = ''")
          .params(each, run)
          .update();
      Exchange page = prepared("policies", page(each, 1), "", "");
      page.setVariable("request", each);
      assertThat(app.bean(ProducerTemplate.class).send("direct:store-page", page).getException())
          .isNull();
    }
    PullOutcome outcome = app.bean(PullOutcome.class);
    DataType type = app.bean(Catalogue.class).get("policies");
    Pull pull = new Pull(run, "acme", "policies", RunMode.FULL, epoch());
    assertThat(outcome.finish(pull, type)).isTrue();
    assertThat(app.column("select id from okta.policies"))
        .containsExactly("OKTA_SIGN_ON", "PASSWORD");
    assertThat(outcome.finish(pull, type)).isTrue();
    assertThat(app.column("select id from okta.policies"))
        .containsExactly("OKTA_SIGN_ON", "PASSWORD");
  }

  /** What ended before a check looked need not be looked at again; a sweep may take minutes. */
  @Test
  void aPullEndsWhenItsDeletionsAreDoneAndNotWhenTheyBegin() {
    pullBegins("zones");
    Pull pull = new Pull(run, "acme", "zones", RunMode.FULL, epoch());
    new TransactionTemplate(app.bean(PlatformTransactionManager.class))
        .executeWithoutResult(
            settling -> {
              String begun = app.column("select clock_timestamp()::text").iterator().next();
              app.bean(PullOutcome.class).finish(pull, app.bean(Catalogue.class).get("zones"));
              assertThat(
                      app.database()
                          .sql(
                              "select finished_at >= cast(? as timestamptz) from store.run_data_type")
                          .param(begun)
                          .query(Boolean.class)
                          .single())
                  .isTrue();
              settling.setRollbackOnly();
            });
  }

  @Test
  void aParentsListLeavesOtherParentsAlone() {
    for (String parent : List.of("p1", "p2")) {
      request("zones", parent);
      put("zones", page("a", 1, "b", 2), "", parent);
    }
    request("zones", "p1");
    assertThat(put("zones", page("a", 1), "", "p1")).containsEntry("deleted", 1L);
    assertThat(app.column("select parent_id || id from okta.zones"))
        .containsExactly("p1a", "p2a", "p2b");
  }
}
