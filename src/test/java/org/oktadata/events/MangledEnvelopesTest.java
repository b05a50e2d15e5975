package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.SmallHome;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/** Ten thousand things that nobody should send. Every one is answered, and nothing is left over. */
class MangledEnvelopesTest {

  private static final String KEY = "a key of letters alone";
  private static final int REQUESTS = 10_000;
  private static final int AT_ONCE = 16;

  /** A sender repeats what wasn't stored in time, as where the disk stands still for seconds. */
  private static final int REPEATS = 3 * AT_ONCE;

  private static final byte[] HUGE = " ".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;

  private final Random dice = new Random(4);
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private int repeated;

  @Test
  void areAllAnsweredAndTheRouteGoesOn() {
    try (SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
                .register(SandboxClient.withSecret("app", "secret"));
        AppUnderTest app =
            AppUnderTest.start(
                folder,
                okta,
                "--okta.home=" + SmallHome.in(folder, Set.of("users", "events")),
                "--okta.integrations[0].intake-key=" + KEY,
                "--okta.streaming.http.requests-per-second=100000")) {
      long before = 0;
      for (int i = 0; i < REQUESTS; i += AT_ONCE) {
        send(app, i);
        if (i == 160 * AT_ONCE) {
          before = used();
        }
      }
      assertThat(answers.keySet()).containsOnly(200, 400, 401, 413);
      assertThat(answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
      assertThat(used() - before).as("bytes that stay").isLessThan(60_000_000);
      assertThat(app.count("select count(*) from okta.quarantine"))
          .isGreaterThanOrEqualTo(answers.get(400));
      assertThat(app.count("select count(*) from okta.quarantine where length(payload) > 65536"))
          .isZero();
      answers.clear();
      send(app, List.of(request(app, Events.event("good").getBytes(StandardCharsets.UTF_8), KEY)));
      assertThat(answers).containsOnlyKeys(200);
      assertThat(app.column("select uuid from okta.events")).contains("good");
    }
  }

  private void send(AppUnderTest app, int from) {
    List<HttpRequest> requests = new ArrayList<>();
    for (int i = from; i < Math.min(from + AT_ONCE, REQUESTS); i++) {
      boolean huge = i % 500 == 7;
      String key = i % 20 == 3 ? "k" + i : KEY;
      requests.add(request(app, huge ? HUGE : mangled(i), key));
    }
    send(app, requests);
  }

  private void send(AppUnderTest app, List<HttpRequest> requests) {
    List<HttpRequest> again = new ArrayList<>();
    requests.stream()
        .map(each -> http.sendAsync(each, HttpResponse.BodyHandlers.ofString()))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .forEach(
            answer -> {
              if (answer.statusCode() == 503 && repeated < REPEATS) {
                repeated++;
                again.add(answer.request());
              } else {
                answers.merge(answer.statusCode(), 1, Integer::sum);
              }
            });
    if (!again.isEmpty()) {
      send(app, again);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  private static HttpRequest request(AppUnderTest app, byte[] body, String key) {
    return HttpRequest.newBuilder(URI.create(app.url() + "/intake/event-hooks/acme"))
        .header("Authorization", key)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private byte[] mangled(int number) {
    String event = Events.event("m" + number % 3000);
    String whole =
        switch (dice.nextInt(5)) {
          case 0 -> Events.eventbridge("acme", event);
          case 1 -> Events.hook(List.of(event, event));
          case 2 -> Events.sns(Events.eventbridge("acme", event));
          case 3 -> "[" + event + "]";
          default -> event;
        };
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    switch (dice.nextInt(6)) {
      case 0 -> bytes = Arrays.copyOf(bytes, dice.nextInt(bytes.length));
      case 1 -> bytes[dice.nextInt(bytes.length)] = (byte) dice.nextInt(256);
      case 2 -> bytes = whole.replace("\"uuid\":\"", "\"uuid\":7,\"x\":\"").getBytes();
      case 3 -> bytes = ("{\"detail\":".repeat(dice.nextInt(200)) + whole).getBytes();
      case 4 ->
          bytes =
              whole
                  .replace("Oslo", "\\u0000\\udc00")
                  .replace("64500", "1e" + dice.nextInt(999_999))
                  .getBytes();
      default ->
          bytes =
              whole
                  .replace("2026-", dice.nextInt(9999) + "-")
                  .replace("\"id\":", "\"id\":[{}],\"\":")
                  .getBytes();
    }
    return bytes;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
