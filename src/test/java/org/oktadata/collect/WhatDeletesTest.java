package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;

/** Rows are deleted by what Okta itself says of their list, and by nothing else. */
class WhatDeletesTest {

  private static final String LIMITS = "/api/v1/principal-rate-limits";
  private static final String OF_TOKENS = LIMITS + "?SSWS_TOKEN";
  private static final String SECOND_PAGE = LIMITS + "?after=t1";

  @TempDir static Path folder;
  static ScriptedOkta okta;
  static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    okta = new ScriptedOkta();
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.http.attempts=2",
            "--okta.integrations[0].data-types=principal_rate_limits");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
  }

  @BeforeEach
  void forget() {
    okta.forget();
  }

  @Test
  void aRefusedCursorIsNotTakenForAListThatTheOrgLacks() {
    okta.give(OF_TOKENS, "[{\"id\":\"t1\"}]", "t1").give(SECOND_PAGE, 200, "[{\"id\":\"t2\"}]");
    assertThat(collect().path("status").asText()).isEqualTo("SUCCESS");
    okta.give(SECOND_PAGE, 400, ScriptedOkta.REFUSED);
    JsonNode part = part(collect(), "principal_rate_limits");
    assertThat(part.path("status").asText()).isEqualTo("PARTIAL_SUCCESS");
    assertThat(part.path("reason").asText()).contains("no longer takes the cursor");
    assertThat(app.column("select id from okta.principal_rate_limits")).containsOnly("t1", "t2");
    okta.give(SECOND_PAGE, 200, "[]");
    collect();
    assertThat(app.column("select id from okta.principal_rate_limits")).containsOnly("t1");
  }

  private static JsonNode collect() {
    return app.collectFor(Duration.ofMinutes(1), "{}");
  }

  private static JsonNode part(JsonNode run, String dataType) {
    for (JsonNode part : run.path("dataTypes")) {
      if (part.path("dataType").asText().equals(dataType)) {
        return part;
      }
    }
    throw new AssertionError("no " + dataType + " in " + run.toPrettyString());
  }
}
