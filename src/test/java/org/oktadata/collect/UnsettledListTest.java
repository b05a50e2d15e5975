package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.okta.AccessTokens;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is to be done about a failure can fail itself. */
@ExtendWith(OutputCaptureExtension.class)
class UnsettledListTest {

  private static final String ZONES = "/api/v1/zones";
  private static final String SECOND_PAGE = ZONES + "?after=2";

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder, okta.url(), "--okta.home=" + SmallHome.in(folder, Set.of("zones")));
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void nothingIsReadAndNothingRefused() {
    app.untilQuiet();
    okta.forget();
    app.bean(AccessTokens.class).invalidate("acme");
    app.database()
        .sql(
            """
            drop function if exists store.refuse() cascade;
            drop sequence if exists store.refusals;
            delete from store.run; delete from store.unread_list; delete from store.resource""")
        .update();
  }

  @Test
  void aListThatCannotBeSettledIsReadAgainAndToldInOneSentence(CapturedOutput output) {
    okta.give(ZONES, 403, "{\"errorCode\":\"E0000006\",\"errorSummary\":\"No\"}");
    refuse(1, "P0001", "request", "new.state = 'failed'");
    assertThat(failed()).startsWith("zones: The app lacks the admin role");
    assertThat(okta.calls(ZONES)).isEqualTo(2);
    assertToldOnce(output, "acme zones: a list stays open and is read again. ");
  }

  @Test
  void aPullThatCannotBeEndedBeginsAgainAndIsToldInOneSentence(CapturedOutput output) {
    okta.give("/oauth2/v1/token", 401, "{\"error\":\"invalid_client\"}");
    refuse(1, "P0001", "run_data_type", "new.status = 'FAILURE'");
    assertThat(failed()).startsWith("zones: ");
    assertToldOnce(output, "acme zones: it could not be ended and begins again. ");
  }

  @Test
  void aPullWhoseEndIsRepeatedIsNobodyElsesMeanwhile(CapturedOutput output) {
    okta.give(ZONES, 200, "[{\"id\":\"nzo1\"}]");
    refuse(3, "57P01", "run_data_type", "new.status = 'SUCCESS'");
    Dispatcher dispatcher = app.bean(Dispatcher.class);
    long run = app.call("POST", "/api/integrations/acme/collect", "{}").path("runId").asLong();
    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> refusals() > 0);
    while (refusals() < 3) {
      assertThat(dispatcher.claim()).isEmpty();
    }
    assertThat(app.untilEnded(run).path("status").asText()).isEqualTo("SUCCESS");
    assertThat(output.getAll().lines().filter(line -> line.contains("acme zones: SUCCESS")))
        .hasSize(1);
  }

  @Test
  void eachPageOfAListIsAskedForOnce() {
    // A link repeats the cursors before, and the longest that fits is answered.
    okta.give(ZONES, "[{\"id\":\"nzo1\"}]", "a");
    okta.give(ZONES + "?after=a", "[{\"id\":\"nzo2\"}]", "ab");
    okta.give(ZONES + "?after=ab", "[{\"id\":\"nzo3\"}]", "abc");
    okta.give(ZONES + "?after=abc", 200, "[{\"id\":\"nzo4\"}]");
    JsonNode zones = app.collect().path("dataTypes").path(0);
    assertThat(zones.path("status").asText()).as(zones.toString()).isEqualTo("SUCCESS");
    assertThat(zones.path("pages").asInt()).isEqualTo(4);
    assertThat(zones.path("calls").asInt()).isEqualTo(4);
    assertThat(List.of("", "?after=a", "?after=ab", "?after=abc"))
        .allMatch(page -> okta.calls(ZONES + page) == 1);
    assertThat(app.count("select count(*) from okta.zones")).isEqualTo(4);
  }

  @Test
  void aListWhoseLastPageIsStoredIsReadThoughAskingForThatAgainFails() {
    String last = "[{\"id\":\"nzo2\"}]";
    okta.give(ZONES, "[{\"id\":\"nzo1\"}]", "2");
    okta.give(SECOND_PAGE, 200, last);
    app.collect();
    // As after a connection that broke once the page was stored: it is asked for again.
    okta.holdBack(SECOND_PAGE, () -> storeBefore(last));
    okta.give(SECOND_PAGE, 400, "{\"errorCode\":\"E0000031\"}");
    JsonNode run = app.collect();
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("SUCCESS");
    assertThat(app.count("select count(*) from store.resource where deleted_at is not null"))
        .isZero();
    assertThat(app.count("select count(*) from store.resource")).isEqualTo(2);
  }

  /** As after an exchange of routes: the threads of the one may still be on their way. */
  @Test
  void aPullThatIsReleasedDoesNotGoOnBecauseItIsClaimedAgain() {
    CompletableFuture<Void> released = new CompletableFuture<>();
    okta.holdBack(ZONES, released::join);
    okta.give(ZONES, 200, "[{\"id\":\"nzo1\"}]");
    long run = app.call("POST", "/api/integrations/acme/collect", "{}").path("runId").asLong();
    Dispatcher dispatcher = app.bean(Dispatcher.class);
    Pull first = anyOther(dispatcher, null);
    assertThat(dispatcher.goesOn(first)).isTrue();
    dispatcher.release(first);
    assertThat(dispatcher.goesOn(first)).isFalse();
    Pull second = anyOther(dispatcher, first);
    assertThat(dispatcher.goesOn(second)).isTrue();
    assertThat(dispatcher.goesOn(first)).isFalse();
    released.complete(null);
    assertThat(app.untilEnded(run).path("status").asText()).isEqualTo("SUCCESS");
  }

  private static Pull anyOther(Dispatcher dispatcher, Pull than) {
    return Awaitility.await()
        .until(
            () -> dispatcher.inFlight().stream().filter(pull -> pull != than).findAny(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void storeBefore(String page) {
    app.database()
        .sql(
            """
            select s.state from store.request q, store.store_page(convert_to(?, 'UTF8'), 'acme', 'zones', q.run_id, q.request, '',
              '{nzo2}', '{2}', '{13}', '', '', '', 0) s
            where q.state = 'planned'""")
        .param(page)
        .query()
        .singleRow();
  }

  private long refusals() {
    return app.count("select case when is_called then last_value else 0 end from store.refusals");
  }

  private void refuse(int times, String state, String table, String update) {
    app.database()
        .sql(
            """
            create sequence store.refusals;
            create function store.refuse() returns trigger language plpgsql as $$
            begin
              if nextval('store.refusals') <= %d then raise exception 'not now' using errcode = '%s'; end if;
              return new;
            end $$;
            create trigger refuse before update on store.%s for each row when (%s) execute function store.refuse()"""
                .formatted(times, state, table, update))
        .update();
  }

  /** Why a run failed. */
  private String failed() {
    JsonNode run = app.collect();
    assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("FAILURE");
    return run.path("reason").asText();
  }

  private static void assertToldOnce(CapturedOutput output, String told) {
    assertThat(output.getAll().lines().filter(line -> line.contains("not now")))
        .singleElement()
        .asString()
        .contains(told);
    assertThat(output).doesNotContain("\tat ", "FatalFallback");
  }
}
