package org.oktadata.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxLogTest {
  private SandboxOkta sandbox;
  private SandboxCaller okta;

  @BeforeEach
  void start() {
    sandbox = SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(200).withEvents(1_500), 3));
    okta = SandboxCaller.of(sandbox, SandboxClient.withSecret("0oaall", "s"));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void pollingReadsEveryEventOnceAndNeverEnds() {
    List<String> uuids = new ArrayList<>();
    SandboxCaller.Reply page = okta.get("/api/v1/logs?limit=400&since=" + daysAgo(90));
    while (page.json().size() > 0) {
      page.json().forEach(event -> uuids.add(event.path("uuid").asText()));
      page = okta.get(page.next());
    }
    assertThat(uuids)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(sandbox.org().truth().events());
    String waiting = page.next();
    assertThat(waiting).matches(".*after=\\d+_\\d+.*");
    assertThat(okta.get(waiting).next()).isEqualTo(waiting);
    sandbox.org().changes().appendEvent(SandboxEvent.of("zone.update").uuid("new-one"));
    assertThat(okta.get(waiting).json().at("/0/uuid").asText()).isEqualTo("new-one");
  }

  @Test
  void aLateEventIsPolledWhenItArrivesThoughItIsPublishedEarlier() {
    String waiting =
        okta.get(
                "/api/v1/logs?limit=1000&since="
                    + Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS))
            .next();
    long published = System.currentTimeMillis() - 7_200_000;
    sandbox.org().changes().appendEvent(SandboxEvent.of("zone.update").published(published));
    JsonNode late = okta.get(waiting).json();
    assertThat(late).hasSize(1);
    assertThat(Instant.parse(late.at("/0/published").asText()).toEpochMilli()).isEqualTo(published);
  }

  @Test
  void aBoundedRequestFollowsPublishedAndEnds() {
    String query = "/api/v1/logs?limit=100&since=" + daysAgo(20) + "&until=" + daysAgo(10);
    List<String> published =
        okta.all(query).stream().map(event -> event.path("published").asText()).toList();
    assertThat(published).hasSizeBetween(160, 172).isSorted();
  }

  @Test
  void newestFirstIsPossible() {
    List<String> published =
        okta.get("/api/v1/logs?sortOrder=DESCENDING&limit=50").json().findValuesAsText("published");
    assertThat(published).hasSize(50).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void eventsCanBeFilteredAndFoundByUuid() {
    List<JsonNode> locks =
        okta.all(
            "/api/v1/logs?until=2100-01-01T00:00:00Z&filter=eventType+eq+%22user.account.lock%22");
    assertThat(locks).hasSize(1);
    String uuid = locks.get(0).path("uuid").asText();
    assertThat(okta.get("/api/v1/logs?filter=uuid+eq+%22" + uuid + "%22").json()).hasSize(1);
    assertThat(okta.get("/api/v1/logs?filter=nonsense").status()).isEqualTo(400);
  }

  @Test
  void sinceMoreThanHalfAYearAgoIsRefusedAndEventsOlderThanNinetyDaysAreGone() {
    SandboxCaller.Reply refused = okta.get("/api/v1/logs?since=" + daysAgo(181));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("errorCode").asText()).isEqualTo("E0000053");
    JsonNode oldest = okta.get("/api/v1/logs?limit=1&since=" + daysAgo(170)).json();
    assertThat(Instant.parse(oldest.at("/0/published").asText()))
        .isAfter(Instant.now().minus(90, ChronoUnit.DAYS));
    assertThat(okta.get("/api/v1/logs?limit=1001").status()).isEqualTo(400);
  }

  @Test
  void timesFinerThanMillisecondsAreRefused() {
    String time = "2026-03-01T10:00:00.000001Z";
    assertThat(okta.get("/api/v1/logs?since=" + time).status()).isEqualTo(400);
    assertThat(okta.get("/api/v1/users?search=lastUpdated+ge+%22" + time + "%22").status())
        .isEqualTo(400);
  }

  @Test
  void anEventIsAsLargeAsOktas() {
    assertThat(okta.get("/api/v1/logs?limit=1").json().get(0).toString().length())
        .isBetween(1_400, 3_000);
  }

  private static String daysAgo(int days) {
    return Instant.now()
        .minus(days, ChronoUnit.DAYS)
        .plusSeconds(5)
        .truncatedTo(ChronoUnit.MILLIS)
        .toString();
  }
}
