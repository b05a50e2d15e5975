package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is to be done about a failure can fail itself. */
@ExtendWith(OutputCaptureExtension.class)
class UnsettledListTest {

  private ScriptedOkta okta;
  private AppUnderTest app;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    okta = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder, okta.url(), "--okta.home=" + SmallHome.in(folder, Set.of("zones")));
  }

  @AfterEach
  void stop() {
    app.close();
    okta.close();
  }

  @Test
  void aListThatCannotBeSettledIsReadAgainAndToldInOneSentence(CapturedOutput output) {
    okta.give("/api/v1/zones", 403, "{\"errorCode\":\"E0000006\",\"errorSummary\":\"No\"}");
    refuseOnce("request", "new.state = 'failed'");
    assertThat(failed()).startsWith("zones: The app lacks the admin role");
    assertThat(okta.calls("/api/v1/zones")).isEqualTo(2);
    assertToldOnce(output, "acme zones: a list stays open and is read again. ");
  }

  @Test
  void aPullThatCannotBeEndedBeginsAgainAndIsToldInOneSentence(CapturedOutput output) {
    okta.give("/oauth2/v1/token", 401, "{\"error\":\"invalid_client\"}");
    refuseOnce("run_data_type", "new.status = 'FAILURE'");
    assertThat(failed()).startsWith("zones: ");
    assertToldOnce(output, "acme zones: it could not be ended and begins again. ");
  }

  private void refuseOnce(String table, String update) {
    app.database()
        .sql(
            """
            create sequence store.refusals;
            create function store.refuse() returns trigger language plpgsql as $$
            begin
              if nextval('store.refusals') <= 1 then raise exception 'not now'; end if;
              return new;
            end $$;
            create trigger refuse before update on store.%s for each row when (%s) execute function store.refuse()"""
                .formatted(table, update))
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
