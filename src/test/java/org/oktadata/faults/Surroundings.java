package org.oktadata.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.oktadata.ApplicationProcess;
import org.oktadata.events.TestQueue;
import org.oktadata.kafka.TestBroker;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxFaults;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An org, a queue, a database and the application between them; each can be made to fail. */
final class Surroundings implements AutoCloseable {

  static final String INTEGRATION = "acme";

  private static final OrgSize SIZE = OrgSize.ofUsers(100).withEvents(1_200);

  final SandboxOkta okta;
  final TestQueue queue;
  final DatabaseServer database;
  final Credentials credentials;
  final SplittableRandom random;
  private final Path folder;
  private volatile ApplicationProcess application;
  private int processes;
  private TestBroker broker;

  Surroundings(Path folder, long seed) {
    this.folder = folder;
    random = new SplittableRandom(seed);
    okta =
        SandboxOkta.start(
            SandboxOrg.generate(SIZE, seed),
            SandboxOptions.standard().withLatency(Duration.ofMillis(random.nextInt(5, 40))));
    okta.faults().stallFor(Duration.ofSeconds(10));
    // So that the oldest event is still kept when it is asked for.
    okta.org().clockOffset(Duration.ofMinutes(-5));
    queue = TestQueue.start();
    database = DatabaseServer.start(folder);
    credentials = new Credentials(okta, random.nextBoolean());
    application = startOne().untilHealthy();
    JsonNode added =
        application.call(
            "POST",
            "/api/integrations",
            "{\"name\":\"%s\",\"issuer\":\"%s\",\"clientId\":\"%s\",%s,\"logHistory\":\"91d\",\"rateLimitShare\":1,\"intakeKey\":\"%s\"}"
                .formatted(
                    INTEGRATION, okta.url(), Credentials.CLIENT, credentials.json(), Arrivals.KEY));
    if (!added.path("name").asText().equals(INTEGRATION)) {
      throw new IllegalStateException(added.toString());
    }
  }

  /** A further process of the application on the same database; not waited for. */
  ApplicationProcess startOne() {
    return ApplicationProcess.start(
        folder.resolve("application-" + ++processes + ".log"),
        List.of(
            "--okta.kafka.bootstrap-servers=" + (broker == null ? "" : broker.bootstrapServers()),
            "--okta.kafka.partitions=3",
            "--okta.data-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "--okta.database.directory=" + folder.resolve("data"),
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres",
            "--okta.checks=" + folder.resolve("no-checks"),
            "--okta.detections=" + folder.resolve("no-detections"),
            "--okta.schedule.full=1h",
            "--okta.schedule.delta=15s",
            "--okta.schedule.log=2s",
            "--okta.http.response-timeout=8s",
            "--okta.http.attempts=5",
            "--okta.streaming.poll-while-healthy=1s",
            "--okta.streaming.sqs.queue-url=" + queue.url(),
            "--okta.streaming.sqs.region=us-east-1",
            "--okta.streaming.sqs.visibility-seconds=6"));
  }

  ApplicationProcess application() {
    return application;
  }

  /** From now on that process is the one that is asked. */
  void use(ApplicationProcess other) {
    application = other;
  }

  void restartApplication() {
    use(startOne().untilHealthy());
  }

  /** From now on events come by Kafka, and changes are told. */
  TestBroker beginWithKafka() {
    broker = TestBroker.start(folder);
    application.terminate(Duration.ofSeconds(30));
    restartApplication();
    return broker;
  }

  /** Nothing, or what the topics hold where Kafka is on. */
  Optional<Topics> topics() {
    return Optional.ofNullable(broker).map(each -> new Topics(each, client()));
  }

  void endWithKafka() {
    if (broker != null) {
      application.close();
      broker.close();
      broker = null;
    }
  }

  JdbcClient client() {
    return database.client();
  }

  SandboxFaults faults() {
    return okta.faults();
  }

  /** Starts a run, once none is in its way; the application may be unable to. */
  void begin(String mode) {
    Instant end = Instant.now().plusSeconds(20);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(90, TimeUnit.SECONDS)
        .until(() -> isBegun(mode) || Instant.now().isAfter(end));
  }

  private boolean isBegun(String mode) {
    try {
      return application
              .send(
                  "POST",
                  "/api/integrations/" + INTEGRATION + "/collect",
                  "{\"mode\":\"" + mode + "\"}")
              .statusCode()
          == 202;
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  /** Collects everything, as somebody does who wants to be sure; returns how it ended. */
  JsonNode collectEverything() {
    return Awaitility.await()
        .alias("a run of everything begins and ends")
        .atMost(7, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(100))
        .until(this::collectOnce, answer -> answer != null);
  }

  private JsonNode collectOnce() {
    var answer = application.send("POST", "/api/integrations/" + INTEGRATION + "/collect", "{}");
    if (answer.statusCode() != 202) {
      return null;
    }
    long run = Long.parseLong(answer.body().replaceAll("\\D+", ""));
    return Awaitility.await()
        .alias("run " + run + " ends")
        .atMost(5, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> application.call("GET", "/api/runs/" + run, null),
            now -> !now.path("status").asText().equals("RUNNING"));
  }

  /** Waits until the org has answered that many more calls, or nothing is asked any more. */
  void untilMoreCalls(int atLeast, int below) {
    long calls = okta.statistics().calls() + random.nextInt(atLeast, below);
    Instant end = Instant.now().plusSeconds(6);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> okta.statistics().calls() >= calls || Instant.now().isAfter(end));
  }

  /** Lets time pass while things are as they are. */
  void pause(Duration least, Duration most) {
    Instant end = Instant.now().plusMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(most.plusSeconds(5))
        .until(() -> Instant.now().isAfter(end));
  }

  /** Waits until nothing runs that began before, however it ended. */
  void untilTheRunEnds(Duration most) {
    Instant end = Instant.now().plus(most);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(most.plusSeconds(20))
        .until(() -> running() == 0 || Instant.now().isAfter(end));
  }

  private long running() {
    return client()
        .sql(
            "select count(*) from store.run where status = 'RUNNING' and mode in ('full', 'delta')")
        .query(Long.class)
        .single();
  }

  /** The log files of all processes. */
  List<Path> logs() {
    List<Path> logs = new ArrayList<>();
    for (int process = 1; process <= processes; process++) {
      logs.add(folder.resolve("application-" + process + ".log"));
    }
    return logs;
  }

  @Override
  public void close() {
    application.close();
    endWithKafka();
    database.close();
    queue.close();
    okta.close();
  }
}
