package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** Pages through the doors to the database: what they write, and what they leave alone. */
class StoreTest extends StoredPages {

  @Test
  void anUnchangedPageWritesNoRow() {
    store("zones", page("a", 1, "b", 2), "");
    List<String> before = versions();
    assertThat(store("zones", page("b", 2, "a", 1), ""))
        .containsEntry("changed", 0L)
        .containsEntry("records", 2L);
    assertThat(versions()).isEqualTo(before).hasSize(2);
    assertThat(history()).isEmpty();
  }

  @Test
  void nothingIsStoredUnderALeaseThatHasPassedOn() {
    for (String door : List.of("store-page", "store-events")) {
      String page = door.equals("store-page") ? page("a", 1) : "[" + event("e") + "]";
      request("zones", "");
      assertThat(storedUnder(epoch() - 1, door, page).getException())
          .as(door)
          .hasMessageContaining("Another instance works on acme now.");
      assertThat(app.count("select count(*) from store.request where pages > 0")).isZero();
      assertThat(storedUnder(epoch(), door, page).getException()).as(door).isNull();
      assertThat(app.count("select count(*) from store.request where pages > 0")).isOne();
    }
    assertThat(app.count("select count(*) from store.resource")).isOne();
    assertThat(app.count("select count(*) from store.event")).isOne();
  }

  private Exchange storedUnder(long lease, String door, String page) {
    Exchange exchange = prepared("zones", page, "next", "");
    exchange.setVariable("lease", lease);
    return app.bean(ProducerTemplate.class).send("direct:" + door, exchange);
  }

  @Test
  void noLeaseIsTakenWhileAPageOfItsFormerOwnerIsOnItsWay() {
    TransactionTemplate transaction = app.bean(TransactionTemplate.class);
    transaction.executeWithoutResult(
        page -> {
          app.database()
              .sql("select store.fence('acme', ?)")
              .param(epoch())
              .query((row, n) -> true)
              .single();
          assertThat(lockIsFree()).isFalse();
        });
    assertThat(lockIsFree()).isTrue();
  }

  /** Asked on a connection of its own, as another instance would. */
  private static boolean lockIsFree() {
    return CompletableFuture.supplyAsync(
            () ->
                app.database()
                    .sql("select pg_try_advisory_xact_lock(1869312097, hashtext('acme'))")
                    .query(Boolean.class)
                    .single())
        .join();
  }

  @Test
  void theLastPageOnceMoreDoesNotCloseItsListAlone() {
    store("zones", page("a", 1), "https://next");
    put("zones", page("b", 2), "", "");
    assertThat(put("zones", page("b", 2), "", "")).containsEntry("state", "listed");
    assertThat(close()).as("deleted").isZero();
    assertThat(put("zones", page("b", 3), "", "")).containsEntry("state", "answered");
    assertThat(close()).as("deleted").isZero();
    assertThat(app.count("select sum(pages) from store.request")).isEqualTo(2);
    assertThat(history()).as("what it holds counts").containsExactly("b 2");
  }

  /** As when two read one list, and the one that is behind comes to its end. */
  @Test
  void aPageThatSomebodyElseWasFasterWithMovesNoCheckpoint() {
    request("zones", "");
    assertThat(put(1, page("b", 1), "https://3")).containsEntry("state", "planned");
    assertThat(app.count("select sum(pages) from store.request")).isZero();
    put(0, page("a", 1), "https://2");
    assertThat(put(0, page("a", 1), "")).containsEntry("state", "planned");
    assertThat(app.column("select next from store.request")).containsExactly("https://2");
    assertThat(put(1, page("b", 1), "")).containsEntry("state", "listed");
    assertThat(app.count("select sum(pages) from store.request")).isEqualTo(2);
    assertThat(close()).as("deleted").isZero();
  }

  /**
   * As when nobody knew whether a page was stored, and "a" was deleted in Okta before it was asked
   * for again: "c" has moved up to it, and is on no page that follows.
   */
  @Test
  void whatAPageHoldsThatIsAskedForAgainIsHeldByItsList() {
    store("zones", page("a", 1, "b", 2, "c", 3, "d", 4), "");
    request("zones", "");
    put(0, page("a", 1, "b", 2), "https://c-and-d");
    put(0, page("b", 2, "c", 3), "https://d");
    assertThat(put(1, page("d", 4), "")).containsEntry("state", "listed");
    assertThat(close()).as("deleted").isZero();
  }

  private Map<String, Object> put(int pagesBefore, String page, String following) {
    Exchange exchange = prepared("zones", page, following, "");
    exchange.setVariable("pagesBefore", pagesBefore);
    return row(app.bean(ProducerTemplate.class).send("direct:store-page", exchange));
  }

  @Test
  void aListOfWhichAPageIsForgottenDeletesNothing() {
    store("zones", page("a", 1, "b", 2), "");
    request("zones", "");
    put("zones", page("a", 1), "https://next", "");
    put("zones", page("b", 2), "", "");
    app.database().sql("delete from store.seen where page = 0").update();
    assertThat(close()).as("deleted").isZero();
    assertThat(app.column("select state from store.request")).containsExactly("answered");
  }

  /** As when two read one list: what one learnt of it is no answer to the other's calls. */
  @Test
  void aListThatIsReadToItsEndDoesNotBeginAgainNorFail() {
    Ledger ledger = app.bean(Ledger.class);
    Pull pull = new Pull(run, "acme", "zones", RunMode.FULL, epoch());
    store("zones", page("a", 1), "https://next");
    put("zones", page("b", 2), "", "");
    assertThat(ledger.restart(pull, "", 1)).isFalse();
    assertThat(ledger.halve(pull, "", 1)).isFalse();
    ledger.failed(pull, "", 1, "No");
    ledger.gone(pull, "", "", 1, true);
    assertThat(app.column("select state from store.request")).containsExactly("listed");
    assertThat(close()).as("deleted").isZero();
  }

  /** As the pull does once it has read a list; how many rows are marked as deleted. */
  private long close() {
    app.bean(Ledger.class).close(new Pull(run, "acme", "zones", RunMode.FULL, epoch()), "", "");
    return app.count("select count(*) from store.resource where deleted_at is not null");
  }

  @Test
  void aChangedDocumentKeepsWhatItWas() {
    store("zones", page("a", 1, "b", 2), "");
    List<String> before = versions();
    assertThat(store("zones", page("a", 1, "b", 3), "")).containsEntry("changed", 1L);
    assertThat(versions()).hasSize(2).contains(before.get(0)).doesNotContain(before.get(1));
    assertThat(history()).containsExactly("b 2");
  }

  /** As when an event has an object read alone while its list is read. */
  @Test
  void aDocumentThatIsOnItsWayTwiceChangesOnce() {
    store("zones", page("a", 1), "");
    request("zones", "");
    CompletableFuture<Map<String, Object>> second = new CompletableFuture<>();
    app.bean(TransactionTemplate.class)
        .executeWithoutResult(
            first -> {
              app.database()
                  .sql(
                      """
                      select * from store.store_page(convert_to('[{"id":"a","value":2}]', 'UTF8'), 'acme', 'zones', ?, 'alone', '',
                        '{a}', '{2}', '{20}', '', '', '', 0)""")
                  .param(run)
                  .query()
                  .listOfRows();
              second.completeAsync(() -> put("zones", page("a", 2), "", ""));
              Awaitility.await()
                  .until(
                      () ->
                          app.count(
                                  "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%store_page%'")
                              > 0);
            });
    assertThat(second.join()).containsEntry("changed", 0L);
    assertThat(history()).containsExactly("a 1");
  }

  @Test
  void theSameTextIsNotEvenParsedAndAnotherTextOfTheSameDocumentWritesNothing() {
    store("zones", "[{\"id\":\"a\",\"x\":1,\"y\":2}]", "");
    List<String> before = versions();
    assertThat(store("zones", "[{\"y\":2, \"x\":1, \"id\":\"a\"}]", ""))
        .containsEntry("records", 1L)
        .containsEntry("changed", 0L);
    assertThat(versions()).isEqualTo(before);
    app.database().sql("update store.resource set doc = '{\"id\":\"a\"}'").update();
    assertThat(store("zones", "[{\"id\":\"a\",\"x\":1,\"y\":2}]", ""))
        .as("what the hash vouches for isn't compared")
        .containsEntry("changed", 0L);
    Exchange less = prepared("zones", "[{\"id\":\"a\",\"x\":1,\"y\":2}]", "", "");
    request("zones", "");
    less.setVariable("drop", "y");
    app.bean(ProducerTemplate.class).send("direct:store-page", less);
    assertThat(app.column("select doc::text from store.resource"))
        .as("what is left out is part of what a document is")
        .containsExactly("{\"x\": 1, \"id\": \"a\"}");
  }

  @Test
  void whatCannotBeIdentifiedIsIdentifiedByWhatItIs() {
    store("zones", "[{\"a\":1,\"b\":2},{\"c\":3}]", "");
    assertThat(store("zones", "[{\"c\":3},{\"b\":2,\"a\":1}]", ""))
        .containsEntry("records", 2L)
        .containsEntry("changed", 0L);
    assertThat(store("zones", "{\"d\":4}", "")).containsEntry("changed", 1L);
    assertThat(app.column("select id from okta.zones")).containsExactly("zones");
  }

  /** Events name ids that people may choose, and behind some words Okta has lists. */
  @Test
  void ofWhatIsReadAloneNothingButTheObjectAskedForIsStored() {
    request("users", "");
    for (String other : List.of(page("00u2", 1), "[]", "{\"id\":\"00u2\"}")) {
      assertThat(row(askedFor("00u1", other)))
          .containsEntry("records", 0L)
          .containsEntry("state", "answered");
      request("users", "");
    }
    assertThat(askedFor("00u1", "{\"status\":\"maintenance\"}").getException())
        .hasMessage("Okta's answer is an object of users without its id.");
    assertThat(versions()).isEmpty();
    assertThat(row(askedFor("00u1", "{\"id\":\"00u1\"}"))).containsEntry("changed", 1L);
    assertThat(app.column("select id from okta.users")).containsExactly("00u1");
  }

  @Test
  void aPageWithNumbersTooLargeToWriteOutIsRefused() {
    request("zones", "");
    Exchange odd = send("zones", "store-page", page("a", "[1e19999,1e19999]"), "", "");
    assertThat(odd.getException()).hasMessageContaining("numbers too large to write out");
    assertThat(versions()).isEmpty();
  }

  private Exchange askedFor(String id, String answer) {
    Exchange exchange = prepared("users", answer, "https://next", "");
    exchange.setVariable("asked", id);
    exchange.setVariable("following", answer.startsWith("[") ? "https://next" : "");
    return app.bean(ProducerTemplate.class).send("direct:store-page", exchange);
  }

  @Test
  void anObjectTwiceInAPageIsOneRow() {
    assertThat(store("zones", page("a", 1, "a", 1), "")).containsEntry("records", 1L);
    assertThat(versions()).hasSize(1);
  }

  /** It may have read the object before, and would forget that there was something to read. */
  @Test
  void aPullThatGoesOnLeavesWhatWasTouchedSinceItBeganToAnother() {
    touched("early");
    pullBegins("zones");
    touched("late");
    app.bean(Refreshes.class).take(new Pull(run, "acme", "zones", RunMode.FULL, epoch()));
    assertThat(app.column("select object_id from store.refresh where run_id = " + run))
        .containsExactly("early");
    app.database().sql("delete from store.refresh").update();
  }

  private static void touched(String id) {
    app.database()
        .sql(
            "insert into store.refresh (integration, data_type, object_id) values ('acme', 'zones', ?)")
        .param(id)
        .update();
  }

  @Test
  void theCheckpointCommitsWithItsPageOrNotAtAll() {
    request("zones", "");
    Exchange broken = send("zones", "store-page", "[{\"id\":\"a\"},", "https://next", "");
    assertThat(broken.getException()).isNotNull();
    assertThat(app.column("select coalesce(next, 'none') || pages from store.request"))
        .containsExactly("none0");
    put("zones", page("a", 1), "https://next", "");
    assertThat(app.column("select next || pages from store.request"))
        .containsExactly("https://next1");
  }

  @Test
  void secretValuesAreNeverStored() {
    request("zones", "");
    Exchange done =
        prepared(
            "zones",
            "[{\"id\":\"a\",\"x\":{\"secret\":\"s\",\"name\":\"n\"},\"l\":[{\"k\":1,\"v\":2},3,{\"k\":4}],\"e\":[],\"n\":null}]",
            "",
            "");
    done.setVariable("drop", "x.secret,l.v,e.v,n.v,none.v");
    app.bean(ProducerTemplate.class).send("direct:store-page", done);
    assertThat(app.column("select doc::text from store.resource"))
        .containsExactly(
            "{\"e\": [], \"l\": [{\"k\": 1}, 3, {\"k\": 4}], \"n\": null, \"x\": {\"name\": \"n\"}, \"id\": \"a\"}");
  }
}
