package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.core.io.ClassPathResource;
import org.springframework.transaction.support.TransactionTemplate;

/** Pages through the doors to the database: what they write, and what they leave alone. */
class StoreTest {

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;

  private long run;

  @BeforeAll
  static void start() {
    okta = SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1));
    app = AppUnderTest.start(folder, okta);
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void begin() {
    app.database()
        .sql(
            "delete from store.resource; delete from store.resource_history; delete from store.event; delete from store.cursor; delete from store.quarantine; delete from store.run")
        .update();
    run =
        app.database()
            .sql(
                "insert into store.run (integration, mode, status, trigger) values ('acme', 'full', 'SUCCESS', 'test') returning id")
            .query(Long.class)
            .single();
  }

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
    Exchange exchange = prepared("zones", door, page, "next", "");
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

  private static long epoch() {
    app.database()
        .sql("update store.lease set epoch = 7 where integration = 'acme' and epoch < 7")
        .update();
    return app.count("select epoch from store.lease where integration = 'acme'");
  }

  @Test
  void aChangedDocumentKeepsWhatItWas() {
    store("zones", page("a", 1, "b", 2), "");
    List<String> before = versions();
    assertThat(store("zones", page("a", 1, "b", 3), "")).containsEntry("changed", 1L);
    assertThat(versions()).hasSize(2).contains(before.get(0)).doesNotContain(before.get(1));
    assertThat(history()).containsExactly("b 2");
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
    Exchange less = prepared("zones", "store-page", "[{\"id\":\"a\",\"x\":1,\"y\":2}]", "", "");
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

  @Test
  void anObjectTwiceInAPageIsOneRow() {
    assertThat(store("zones", page("a", 1, "a", 1), "")).containsEntry("records", 1L);
    assertThat(versions()).hasSize(1);
  }

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

  @Test
  void whatWasWrittenWhileAPullRanGoesOnlyWithItsParent() {
    store("groups", "[{\"id\":\"empty\",\"_embedded\":{\"stats\":{\"usersCount\":0}}}]", "");
    byItself("group_members", "old", "empty");
    pullBegins("group_members");
    byItself("group_members", "new", "empty");
    byItself("group_members", "orphan", "no-more");
    DataType type = app.bean(Catalogue.class).get("group_members");
    Pull pull = new Pull(run, "acme", "group_members", "full", epoch());
    assertThat(app.bean(PullOutcome.class).finish(pull, type)).isTrue();
    assertThat(app.column("select user_id from okta.group_members where not derived"))
        .containsExactly("new");
  }

  /** It may have read the object before, and would forget that there was something to read. */
  @Test
  void aPullThatGoesOnLeavesWhatWasTouchedSinceItBeganToAnother() {
    touched("early");
    pullBegins("zones");
    touched("late");
    app.bean(Refreshes.class).take(new Pull(run, "acme", "zones", "full", epoch()));
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

  private void pullBegins(String type) {
    app.database()
        .sql(
            "insert into store.run_data_type (run_id, data_type, integration, status, started_at) values (?, ?, 'acme', 'RUNNING', now())")
        .params(run, type)
        .update();
  }

  /** As the pull does that an event started. */
  private static void byItself(String type, String id, String parent) {
    app.database()
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', ?, ?, ?, jsonb_build_object('id', ?))")
        .params(type, parent, id, id)
        .update();
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
      Exchange page = prepared("policies", "store-page", page(each, 1), "", "");
      page.setVariable("request", each);
      assertThat(app.bean(ProducerTemplate.class).send("direct:store-page", page).getException())
          .isNull();
    }
    PullOutcome outcome = app.bean(PullOutcome.class);
    DataType type = app.bean(Catalogue.class).get("policies");
    Pull pull = new Pull(run, "acme", "policies", "full", epoch());
    assertThat(outcome.finish(pull, type)).isTrue();
    assertThat(app.column("select id from okta.policies"))
        .containsExactly("OKTA_SIGN_ON", "PASSWORD");
    assertThat(outcome.finish(pull, type)).isTrue();
    assertThat(app.column("select id from okta.policies"))
        .containsExactly("OKTA_SIGN_ON", "PASSWORD");
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
  void anEventThatComesTwiceIsStoredOnce() {
    request("events", "");
    assertThat(
            events("[" + event("u1") + "," + event("u2") + "," + event("u1") + "]", "https://next"))
        .containsEntry("records", 2L)
        .containsEntry("changed", 2L);
    assertThat(events("[" + event("u2") + "," + event("u3") + "]", "https://next2"))
        .containsEntry("changed", 1L);
    assertThat(app.column("select uuid from okta.events")).containsExactly("u1", "u2", "u3");
    assertThat(app.column("select next from store.cursor")).containsExactly("https://next2");
  }

  @Test
  void theLogIsHereUpToTheLastEventOfAPageOrUpToNowWhereNothingCame() {
    request("events", "");
    events("[" + event("u1") + "]", "https://next");
    assertThat(
            app.count(
                "select count(*) from store.cursor where caught_up_at = (select max(published) from store.event)"))
        .isEqualTo(1);
    events("[]", "https://next");
    assertThat(
            app.count(
                "select count(*) from store.cursor where caught_up_at = changed_at and changed_at > now() - interval '1 minute'"))
        .isEqualTo(1);
  }

  @Test
  void anEventOfADayThatIsYetToComeIsPutAsideAndTheLogIsNoFurtherForIt() {
    request("events", "");
    String ahead =
        event("u2")
            .replaceFirst("\"published\":\"[^\"]+\"", "\"published\":\"9999-01-01T00:00:00.000Z\"");
    events("[" + ahead + "]", "https://next");
    assertThat(app.count("select count(*) from store.cursor where caught_up_at is null"))
        .isEqualTo(1);
    events("[" + event("u1") + "," + ahead.replace("u2", "u3") + "]", "https://next");
    assertThat(app.column("select uuid from okta.events")).containsExactly("u1");
    assertThat(app.column("select distinct reason from store.quarantine"))
        .containsExactly("An event of a day that is yet to come.");
    assertThat(
            app.count(
                "select count(*) from store.cursor where caught_up_at = (select max(published) from store.event)"))
        .isEqualTo(1);
  }

  @Test
  void throughKafkaTheLogIsHereUpToNowOnceWhatWasSentLastIsStored() throws IOException {
    request("events", "");
    position(0, null);
    assertThat(caughtUp()).as("nothing was ever sent").isLessThan(10);
    app.database().sql("update store.cursor set caught_up_at = now() - interval '1 day'").update();
    String sent = Instant.now().minusSeconds(7200).toString();
    position(1, sent);
    position(0, null);
    assertThat(caughtUp()).as("it is in the topic").isGreaterThan(80_000);
    app.database()
        .sql(
            """
            select * from store.store_stream(convert_to(jsonb_build_array(jsonb_build_object(
              'published', ?, 'uuid', 'k1', 'eventType', 'x'))::text, 'UTF8'), '[]', 'acme', 'poll')""")
        .param(sent)
        .query()
        .listOfRows();
    assertThat(caughtUp()).as("with a margin for other partitions").isBetween(7255, 7500);
    position(0, null);
    assertThat(caughtUp()).as("it was sent just now").isBetween(7255, 7500);
    app.database().sql("update store.cursor set sent_at = now() - interval '2 minutes'").update();
    position(0, null);
    assertThat(caughtUp()).isLessThan(10);
    app.database().sql("delete from store.event").update();
    position(0, null);
    assertThat(caughtUp()).as("what was stored once may be forgotten").isLessThan(10);
  }

  /** Seconds from where the log is here until now. */
  private int caughtUp() {
    return (int)
        app.count("select extract(epoch from now() - caught_up_at)::bigint from store.cursor");
  }

  private void position(int records, String newest) throws IOException {
    Exchange exchange = prepared("events", "store-events", "[]", "https://next", "");
    exchange.getVariables().forEach(exchange.getMessage()::setHeader);
    exchange.getMessage().setHeader("records", records);
    exchange.getMessage().setHeader("newest", newest);
    exchange.getMessage().setHeader("begunAt", null);
    exchange.getMessage().setHeader("lease", null);
    exchange
        .getMessage()
        .setBody(
            new ClassPathResource("sql/store-log-position.sql")
                .getContentAsString(StandardCharsets.UTF_8));
    row(
        app.bean(ProducerTemplate.class)
            .send("jdbc:dataSource?useHeadersAsParameters=true&outputType=SelectOne", exchange));
  }

  @Test
  void whatIsNoEventIsPutAsideWithItsReason() {
    request("events", "");
    events(
        "["
            + event("u1")
            + ",{\"uuid\":\"u2\"},{\"published\":\"yesterday\",\"uuid\":\"u3\",\"eventType\":\"x\"},{\"published\":\"2026-02-30T10:00:00.000Z\",\"uuid\":\"u4\",\"eventType\":\"x\"}]",
        "https://next");
    assertThat(app.column("select uuid from okta.events")).containsExactly("u1");
    assertThat(app.count("select count(*) from store.quarantine")).isEqualTo(3);
  }

  @Test
  void secretValuesAreNeverStored() {
    request("zones", "");
    Exchange done =
        prepared(
            "zones",
            "store-page",
            "[{\"id\":\"a\",\"x\":{\"secret\":\"s\",\"name\":\"n\"},\"l\":[{\"k\":1,\"v\":2},3,{\"k\":4}],\"e\":[],\"n\":null}]",
            "",
            "");
    done.setVariable("drop", "x.secret,l.v,e.v,n.v,none.v");
    app.bean(ProducerTemplate.class).send("direct:store-page", done);
    assertThat(app.column("select doc::text from store.resource"))
        .containsExactly(
            "{\"e\": [], \"l\": [{\"k\": 1}, 3, {\"k\": 4}], \"n\": null, \"x\": {\"name\": \"n\"}, \"id\": \"a\"}");
  }

  private Map<String, Object> store(String type, String page, String following) {
    request(type, "");
    return put(type, page, following, "");
  }

  private void request(String type, String parent) {
    app.database()
        .sql(
            """
            insert into store.request (run_id, data_type, request, parent_id, position, path, closing) values (?, ?, ?, ?, 0, '/', 'list')
            on conflict (run_id, data_type, request) do update set pages = 0, next = null, state = 'planned'""")
        .params(run, type, parent, parent)
        .update();
  }

  private Map<String, Object> put(String type, String page, String following, String parent) {
    return row(send(type, "store-page", page, following, parent));
  }

  private Map<String, Object> events(String page, String following) {
    return row(send("events", "store-events", page, following, ""));
  }

  private static Map<String, Object> row(Exchange done) {
    assertThat(done.getException()).isNull();
    Map<String, Object> row = new HashMap<>();
    ((Map<?, ?>) done.getMessage().getBody(Map.class))
        .forEach((k, v) -> row.put(String.valueOf(k), v));
    return row;
  }

  private Exchange send(String type, String route, String page, String following, String parent) {
    return app.bean(ProducerTemplate.class)
        .send("direct:" + route, prepared(type, route, page, following, parent));
  }

  private Exchange prepared(
      String type, String route, String page, String following, String parent) {
    Exchange exchange =
        new org.apache.camel.support.DefaultExchange(
            app.bean(ProducerTemplate.class).getCamelContext());
    Map.of(
            "integration",
            "acme",
            "dataType",
            type,
            "request",
            parent,
            "parent",
            parent,
            "key",
            "id",
            "items",
            "",
            "keep",
            "",
            "drop",
            "",
            "following",
            following)
        .forEach(exchange::setVariable);
    exchange.setVariable("alone", true);
    exchange.setVariable("run", run);
    exchange.setVariable("failed", 0);
    exchange.getMessage().setBody(page.getBytes(StandardCharsets.UTF_8));
    return exchange;
  }

  private static List<String> versions() {
    return app.database()
        .sql("select id || ' ' || xmin::text || ' ' || ctid::text from store.resource order by id")
        .query(String.class)
        .list();
  }

  private static List<String> history() {
    return app.database()
        .sql(
            "select id || ' ' || (doc ->> 'value') from store.resource_history order by id, valid_from")
        .query(String.class)
        .list();
  }

  private static String event(String uuid) {
    return "{\"uuid\":\"%s\",\"published\":\"2026-01-02T03:04:05.678Z\",\"eventType\":\"user.session.start\",\"actor\":{\"id\":\"00u1\"}}"
        .formatted(uuid);
  }

  private static String page(Object... idsAndValues) {
    StringBuilder page = new StringBuilder("[");
    for (int i = 0; i < idsAndValues.length; i += 2) {
      page.append(i == 0 ? "" : ",")
          .append("{\"id\":\"%s\",\"value\":%s}".formatted(idsAndValues[i], idsAndValues[i + 1]));
    }
    return page.append("]").toString();
  }
}
