package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.events.Events;
import org.oktadata.findings.CaseData;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** The page about routes of one's own shows routes that work. */
class OwnRoutesPageTest {

  /** An example begins with the name of its file. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n# routes/(\\S+)\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;
  private static Receiver tickets;
  private static SandboxOkta okta;
  private static AppUnderTest app;

  @BeforeAll
  static void start() throws IOException {
    Path home = CopiedRoutes.in(folder);
    String page = Files.readString(Path.of("docs", "own-routes.md"));
    for (Matcher example = EXAMPLE.matcher(page); example.find(); ) {
      Files.writeString(home.resolve("routes").resolve(example.group(1)), example.group(2));
    }
    tickets = new Receiver();
    okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.home=" + home,
            "--okta.detections=file:" + Path.of("detections").toAbsolutePath(),
            "--okta.checks=file:" + Path.of("checks").toAbsolutePath(),
            "--tickets.url=" + tickets.url() + "/api",
            "--tickets.token=kept-to-ourselves");
  }

  @AfterAll
  static void stop() {
    app.close();
    okta.close();
    tickets.close();
  }

  @Test
  void aDeliveryOfOnesOwnIsTriedUntilItIsTaken() {
    until("select count(*) from store.delivery_position where channel = 'tickets'");
    tickets.status = 503;
    new CaseData(app.database(), "acme")
        .events(
            List.of(Map.of("eventType", "system.api_token.create", "actor", Map.of("id", "ada"))));
    until(
        "select count(*) from store.delivery where channel = 'tickets' and last_error is not null");
    tickets.status = 200;
    app.database().sql("update store.delivery set next_at = now()").update();
    until("select count(*) from store.delivery where channel = 'tickets' and state = 'delivered'");
    Receiver.Call last = tickets.calls.get(tickets.calls.size() - 1);
    assertThat(last.path()).isEqualTo("/api");
    assertThat(last.headers().getFirst("Authorization")).isEqualTo("Bearer kept-to-ourselves");
    JsonNode told = Receiver.read(last.body());
    assertThat(told.path("change").asText()).isEqualTo("opened");
    assertThat(told.path("finding").path("subjectId").asText()).isEqualTo("ada");
  }

  @Test
  void anIntakeOfOnesOwnStoresEventsOfWhoSignsIn() {
    String event = Events.event("from-the-collector");
    HttpResponse<String> refused =
        app.send("POST", "/collector/acme", event, "Authorization", "Basic eDp5");
    assertThat(refused.statusCode()).isEqualTo(401);
    HttpResponse<String> taken = app.send("POST", "/collector/acme", "[" + event + ",{}]");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(taken.body()).isEqualTo("{\"events\":1,\"quarantined\":1}");
    assertThat(
            app.column(
                "select received_via from okta.events where integration = 'acme' and id = 'from-the-collector'"))
        .containsExactly("event-hook");
  }

  @Test
  void whatAnIntakeOfOnesOwnBringsOfAnIntegrationThatIsntConnectedIsPutAside() {
    HttpResponse<String> taken =
        app.send("POST", "/collector/acmee", "[" + Events.event("of-nobody") + "]");
    assertThat(taken.body()).isEqualTo("{\"events\":0,\"quarantined\":1}");
    assertThat(app.column("select reason from okta.quarantine where payload like '%of-nobody%'"))
        .containsExactly("No integration named 'acmee' is connected.");
  }

  private static void until(String count) {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> app.count(count) > 0);
  }
}
