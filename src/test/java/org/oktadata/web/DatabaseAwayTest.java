package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests while sessions can't be read, as while the database is away. */
class DatabaseAwayTest extends StartedApplication {

  @BeforeEach
  void hideSessions() {
    http.signIn();
    jdbc.sql("alter table store.spring_session rename to hidden").update();
  }

  @AfterEach
  void showSessions() {
    jdbc.sql("alter table store.hidden rename to spring_session").update();
  }

  @Test
  void aPersonIsToldSoOnAPageThatSaysWhatToDo() {
    HttpResponse<String> page = http.send("GET", "/overview", null, "Accept", "text/html");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body())
        .contains(
            "The database didn&#39;t answer",
            "look whether PostgreSQL runs",
            "/console/console.css");
  }

  @Test
  void aProgramIsToldSoAsAProblemDetail() {
    HttpResponse<String> answer =
        http.send("GET", "/api/runs/1", null, "Accept", "application/json");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body())
        .contains("The database didn't answer.")
        .doesNotContain("hidden", "SQL");
  }
}
