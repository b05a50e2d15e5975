package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether something is missing that the org lacks: a fact decides it, whatever the sentence. */
class NoneHereTest {

  private static final String NOT_IN = "Not in this org: as it says.";

  @TempDir Path folder;

  private PlannedOrg org;

  @BeforeEach
  void aListAndOneForEachOfItsRows() throws IOException {
    org =
        new PlannedOrg(
            folder,
            """
            apps: {path: "/api/v1/apps", bucket: b, scope: okta.apps.read, role: r}
            app_tokens: {path: "/api/v1/apps/{id}/tokens", parent: apps, bucket: b, scope: okta.apps.read, role: r}
            """);
  }

  @ParameterizedTest
  @CsvSource({"list, This tenant has none.", "engine, Identity Engine is needed."})
  void whatTheOrgItselfLacksIsCompleteHoweverItIsPut(String lack, String sentence) {
    long run = begin(RunMode.FULL);
    absent(run, "apps", "", lack, sentence);
    end(run, RunMode.FULL);
    assertThat(dataTypes(run))
        .containsExactly("app_tokens SKIPPED " + sentence, "apps SKIPPED " + sentence);
    assertThat(status(run)).isEqualTo("SUCCESS");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"feature", "null"},
      nullValues = "null")
  void whatIsMissingStaysMissingHoweverItIsPut(String lackThatOlderVersionsDoNotWrite) {
    long run = begin(RunMode.FULL);
    absent(run, "apps", "", lackThatOlderVersionsDoNotWrite, NOT_IN);
    end(run, RunMode.FULL);
    assertThat(dataTypes(run))
        .containsExactly(
            "app_tokens SKIPPED Needs apps, which could not be read completely.",
            "apps SKIPPED " + NOT_IN);
    assertThat(status(run)).isEqualTo("FAILURE");
  }

  /** What is told is then what somebody can do something about. */
  @Test
  void oneListThatIsMissingMakesTheDataTypeIncomplete() {
    long run = begin(RunMode.FULL);
    absent(run, "apps", "one", "list", "A: none.");
    absent(run, "apps", "other", "feature", "Z: have it turned on.");
    end(run, RunMode.FULL);
    assertThat(dataTypes(run)).contains("apps SKIPPED Z: have it turned on.");
    assertThat(status(run)).isEqualTo("FAILURE");
  }

  @Test
  void rowsGoWithAParentThatHasNoneAndWithNothingElse() {
    long run = begin(RunMode.REFRESH);
    absent(run, "app_tokens", "none", "list", "Whatever it says.");
    absent(run, "app_tokens", "feature", "feature", NOT_IN);
    absent(run, "app_tokens", "engine", "engine", NOT_IN);
    absent(run, "app_tokens", "older", null, NOT_IN);
    for (String parent : List.of("none", "feature", "engine", "older", "another")) {
      org.database
          .sql(
              "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', 'app_tokens', ?, 't', '{}')")
          .param(parent)
          .update();
    }
    end(run, RunMode.REFRESH);
    assertThat(
            org.database
                .sql("select parent_id from store.resource where deleted_at is not null")
                .query(String.class)
                .list())
        .containsExactly("none");
    assertThat(
            org.database.sql("select data_type from store.read_again").query(String.class).list())
        .as("what checks look at again")
        .containsExactly("app_tokens");
  }

  @Test
  void oneParentThatHasNoneIsNoDataTypeThatTheOrgLacks() {
    long run = begin(RunMode.DELTA);
    absent(run, "app_tokens", "none", "list", "Whatever it says.");
    end(run, RunMode.DELTA);
    assertThat(
            org.database
                .sql("select status from store.run_data_type where data_type = 'app_tokens'")
                .query(String.class)
                .list())
        .containsExactly("SUCCESS");
  }

  private long begin(RunMode mode) {
    long run =
        org.database
            .sql(
                "insert into store.run (integration, mode, trigger) values ('acme', ?, 'test') returning id")
            .param(mode.toString())
            .query(Long.class)
            .single();
    org.database
        .sql(
            """
            insert into store.run_data_type (run_id, data_type, integration, status, started_at)
            select ?, unnest(array['apps', 'app_tokens']), 'acme', 'RUNNING', now() - interval '1 minute'""")
        .param(run)
        .update();
    return run;
  }

  private void absent(long run, String dataType, String request, String lack, String reason) {
    org.database
        .sql(
            """
            insert into store.request (run_id, data_type, request, parent_id, position, path, closing, state, lack, reason)
            values (:run, :type, :request, :request, 0, '/', 'list', 'absent', :lack, :reason)""")
        .param("run", run)
        .param("type", dataType)
        .param("request", request)
        .param("lack", lack)
        .param("reason", reason)
        .update();
  }

  private void end(long run, RunMode mode) {
    org.under(
        "0s",
        "0s",
        "0s",
        beans -> {
          for (String type : List.of("apps", "app_tokens")) {
            Pull pull = new Pull(run, "acme", type, mode, 0);
            assertThat(beans.getBean(PullOutcome.class).finish(pull, org.catalogue.get(type)))
                .isTrue();
          }
          beans.getBean(Runs.class).endIfDone(run);
        });
  }

  private List<String> dataTypes(long run) {
    return org.database
        .sql(
            "select data_type || ' ' || status || ' ' || reason from store.run_data_type where run_id = ? order by 1")
        .param(run)
        .query(String.class)
        .list();
  }

  private String status(long run) {
    return org.database
        .sql("select status from store.run where id = ?")
        .param(run)
        .query(String.class)
        .single();
  }
}
