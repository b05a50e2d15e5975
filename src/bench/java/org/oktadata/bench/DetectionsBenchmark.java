package org.oktadata.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.oktadata.AppUnderTest;
import org.oktadata.events.Events;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;

/**
 * What all detections cost beside the intake, in one run: events a second through the HTTP intake
 * with detections off and on, and the delay from sending an event to its finding while 2,000
 * everyday events a second stream in. Senders and application share this JVM. Options: the number
 * of events at full speed (60,000), and the seconds of the steady stream (60).
 */
public final class DetectionsBenchmark {

  private static final int BATCH = 100;
  private static final int PER_SECOND = 2_000;
  private static final String KEY = "key-of-the-benchmarks";

  private final AppUnderTest app;
  private final Path server;
  private final HttpClient http = HttpClient.newHttpClient();

  private DetectionsBenchmark(AppUnderTest app, Path server) {
    this.app = app;
    this.server = server;
  }

  /** Where the embedded PostgreSQL runs. */
  private static Path server(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElseThrow().getParent();
    }
  }

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    SandboxOkta okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    Path folder = Files.createTempDirectory("detections-bench");
    try (AppUnderTest app =
        AppUnderTest.start(
            folder,
            okta,
            "--okta.integrations[0].intake-key=" + KEY,
            "--okta.streaming.http.requests-per-second=100000")) {
      new DetectionsBenchmark(app, server(folder)).run(count, seconds);
    }
    System.exit(0);
  }

  private void run(int count, int seconds) throws Exception {
    flood("warm", 20_000);
    follow();
    CamelContext camel = app.bean(CamelContext.class);
    System.out.printf("%n| what | events | events/s | CPU µs an event: JVM | database |%n|---|--:|--:|--:|--:|%n");
    camel.getRouteController().stopRoute("findings");
    row("intake, detections off", count, () -> flood("off", count));
    row(
        "detections alone, of what waited",
        count,
        () -> {
          camel.getRouteController().startRoute("findings");
          follow();
        });
    row(
        "intake and detections, until all are judged",
        count,
        () -> {
          flood("on", count);
          follow();
        });
    row("at %,d events/s".formatted(PER_SECOND), seconds * PER_SECOND, () -> steady(seconds));
    System.out.printf("%n%s%n", delays);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Senders are in this JVM: its CPU is theirs, too. */
  private void row(String what, int events, Work work) throws Exception {
    double jvm = CpuTime.of(ProcessHandle.current().pid());
    double database = CpuTime.ofPostgres(server);
    long start = System.nanoTime();
    work.run();
    double took = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "| %s | %,d | %,.0f | %.0f | %.0f |%n",
        what,
        events,
        events / took,
        (CpuTime.of(ProcessHandle.current().pid()) - jvm) * 1e6 / events,
        (CpuTime.ofPostgres(server) - database) * 1e6 / events);
  }

  private void flood(String prefix, int count) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      senders.add(
          pool.submit(
              () -> {
                for (int n = next.getAndAdd(BATCH); n < count; n = next.getAndAdd(BATCH)) {
                  post(EverydayLog.events(prefix, n, BATCH));
                }
              }));
    }
    for (Future<?> sender : senders) {
      sender.get();
    }
    pool.shutdown();
  }

  /** Waits until every stored event is judged. */
  private void follow() throws InterruptedException {
    while (waiting() > 0) {
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private long waiting() {
    return app.count(
        "select count(*) from (select from store.event e where (xid, seq) > (select xid, seq from store.follower where name = 'detections') limit 100000) most");
  }

  private void steady(int seconds) throws InterruptedException {
    Map<String, Long> sent = new HashMap<>();
    List<Long> took = new ArrayList<>();
    Thread sender = new Thread(() -> stream(seconds, sent));
    sender.start();
    long most = 0;
    int looks = 0;
    while (sender.isAlive() || took.size() < seconds) {
      for (String subject :
          app.column("select subject_id from store.finding where check_id = 'api-token-created'")) {
        Long at;
        synchronized (sent) {
          at = sent.remove(subject);
        }
        if (at != null) {
          took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at));
        }
      }
      if (looks++ % 20 == 0) {
        most = Math.max(most, waiting());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
    delays =
        "At %,d events/s for %d s, from sending an event to its finding: p50 %d ms, p95 %d ms, longest %d ms; at most %,d events waited; sent within %s"
            .formatted(
                PER_SECOND,
                seconds,
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[sorted.length - 1],
                most,
                sentIn);
  }

  private volatile String sentIn;
  private String delays;

  /** Each second has one event that is a finding. */
  private void stream(int seconds, Map<String, Long> sent) {
    long start = System.nanoTime();
    for (int n = 0; n < seconds * PER_SECOND; n += BATCH) {
      List<String> events = EverydayLog.events("steady", n, BATCH);
      if (n % PER_SECOND == 0) {
        String who = "uprobe" + n;
        events.add(EverydayLog.probe("probe" + n, n));
        synchronized (sent) {
          sent.put(who, System.nanoTime());
        }
      }
      post(events);
      long due = start + TimeUnit.SECONDS.toNanos(n + BATCH) / PER_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    sentIn = "%.1f s".formatted((System.nanoTime() - start) / 1e9);
  }

  private void post(List<String> events) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(app.url() + "/intake/event-hooks/acme"))
            .header("Authorization", KEY)
            .POST(HttpRequest.BodyPublishers.ofString(Events.hook(events)))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
