package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A program copies the audit log, each line once and none left out. */
class AuditApiTest extends StartedApplication {

  @Autowired private ObjectMapper json;
  @Autowired private DataSource source;

  @BeforeEach
  @AfterEach
  void nothing() {
    jdbc.sql("delete from store.audit").update();
  }

  @Test
  void eachLineComesOnceInItsOrder() throws Exception {
    jdbc.sql(
            """
            insert into store.audit (at, actor, action, subject, detail) values
              ('2026-03-01T05:40:00.123456Z', 'ada', 'finding.mute', '7', '{"more": "Known", "address": "192.0.2.7", "findings": [7, 9]}'),
              ('2026-03-01T05:40:00.123456Z', 'ada', 'run.start', 'acme', null),
              ('2026-02-28T00:00:00Z', 'bob', 'sign-in', '192.0.2.8', null)""")
        .update();
    List<String> actions = new ArrayList<>();
    JsonNode page = page("/api/audit?limit=2");
    page.path("items").forEach(line -> actions.add(line.path("action").asText()));
    assertThat(page.path("items").path(1).path("findings").toString()).isEqualTo("[7,9]");
    assertThat(page.path("items").path(1).path("more").asText()).isEqualTo("Known");
    page = page("/api/audit?limit=2&cursor=" + page.path("next").asText());
    page.path("items").forEach(line -> actions.add(line.path("action").asText()));
    assertThat(actions).containsExactly("sign-in", "finding.mute", "run.start");
    String end = page.path("next").asText();
    assertThat(page("/api/audit?cursor=" + end).path("items")).isEmpty();
    assertThat(page("/api/audit?cursor=" + end).path("next").asText()).isEqualTo(end);
    assertThat(page("/api/audit?cursor=soon").path("field").asText()).isEqualTo("cursor");
  }

  @Test
  void whatIsCommittedLateIsNotPassedOver() throws Exception {
    JsonNode first;
    try (Connection slow = source.getConnection()) {
      slow.setAutoCommit(false);
      slow.createStatement()
          .execute("insert into store.audit (actor, action) values ('ada', 'late')");
      jdbc.sql("insert into store.audit (actor, action) values ('ada', 'early')").update();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  jdbc.sql("select min(at) < clock_timestamp() - interval '1.5 s' from store.audit")
                      .query(Boolean.class)
                      .single());
      first = page("/api/audit");
      slow.commit();
    }
    List<String> actions = new ArrayList<>();
    first.path("items").forEach(line -> actions.add(line.path("action").asText()));
    String cursor = first.path("next").asText("");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              List<String> all = new ArrayList<>(actions);
              page("/api/audit?cursor=" + cursor)
                  .path("items")
                  .forEach(line -> all.add(line.path("action").asText()));
              return all.equals(List.of("late", "early"));
            });
  }

  private JsonNode page(String address) throws Exception {
    HttpResponse<String> answer = http.json("GET", address, null);
    return json.readTree(answer.body());
  }
}
