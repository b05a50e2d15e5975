package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Requests while the database is away, or while sessions can't be read, as if it were. */
class DatabaseAwayTest extends StartedApplication {

  @Autowired private DataSource source;

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

  @Test
  void onceItHasSaidNothingForSecondsNobodyWaitsForAConnection() throws SQLException {
    showSessions();
    assertThat(overview()).isEqualTo(200);
    try (Connection locking = source.getConnection();
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("set local idle_in_transaction_session_timeout = 0");
      statement.execute("lock table store.instance");
      Awaitility.await("half a lease passes without an answer to the heartbeat")
          .atMost(Duration.ofSeconds(60))
          .until(() -> overview() == 503);
      assertThat(http.send("GET", "/actuator/health/liveness", null).statusCode()).isEqualTo(200);
      assertThat(http.send("GET", "/console/console.css", null).statusCode()).isEqualTo(200);
      locking.rollback();
      Awaitility.await("it is heard again").until(() -> overview() == 200);
      assertThat(locking.isValid(5)).as("a server that was only slow is left alone").isTrue();
    } finally {
      hideSessions();
    }
  }

  private int overview() {
    return http.send("GET", "/overview", null, "Accept", "text/html").statusCode();
  }
}
