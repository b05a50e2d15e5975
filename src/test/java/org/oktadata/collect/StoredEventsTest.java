package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.oktadata.events.Events;
import org.oktadata.events.LogPages;
import org.springframework.core.io.ClassPathResource;

/** Pages of the System Log: what they write, and how far the log is here then. */
class StoredEventsTest extends StoredPages {

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

  /** Otherwise it would come with each poll again, and nothing after it. */
  @Test
  void anEventThatTheDatabaseCannotKeepIsPutAsideAloneAndTheLogGoesOn() {
    List<String> odd =
        List.of(
            event("number").replace("\"00u1\"", "1e999999"),
            event("numbers").replace("\"00u1\"", "[1e19999,1e19999]"),
            event("actor").replace("00u1", Events.random(9_000)),
            event("deep").replace("\"00u1\"", "[".repeat(100_000) + "]".repeat(100_000)));
    for (String each : odd) {
      request("events", "");
      assertThat(events("[" + event("u1") + "," + each + " , " + event("u2") + "]", "https://next"))
          .containsEntry("records", 3)
          .containsEntry("state", "planned");
      assertThat(app.column("select uuid from okta.events")).containsExactly("u1", "u2");
      assertThat(app.count("select count(*) from store.quarantine where source = 'poll'")).isOne();
      assertThat(app.column("select next from store.cursor")).containsExactly("https://next");
      app.database()
          .sql("delete from store.event; delete from store.quarantine; delete from store.cursor")
          .update();
    }
  }

  @Test
  void aPageThatIsntJsonIsAskedForAgainBeforeItIsTakenApart() {
    request("events", "");
    String page = "[" + event("u1") + "," + event("u2").replace(":\"00u1\"", " \"00u1\"") + "]";
    assertThat(send("events", "store-events", page, "https://next", "").getException())
        .hasMessageContaining("invalid input syntax");
    Exchange last = prepared("events", page, "https://next", "");
    last.setVariable("failed", LogPages.MOST_BROKEN_PAGES - 1);
    row(app.bean(ProducerTemplate.class).send("direct:store-events", last));
    assertThat(app.column("select uuid from okta.events")).containsExactly("u1");
    assertThat(app.column("select left(reason, 24) from store.quarantine"))
        .containsExactly("The message isn't JSON: ");
  }

  /** Seconds from where the log is here until now. */
  private int caughtUp() {
    return (int)
        app.count("select extract(epoch from now() - caught_up_at)::bigint from store.cursor");
  }

  private void position(int records, String newest) throws IOException {
    Exchange exchange = prepared("events", "[]", "https://next", "");
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
}
