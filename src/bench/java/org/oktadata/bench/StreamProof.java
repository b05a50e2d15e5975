package org.oktadata.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.oktadata.Application;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.store.EmbeddedDatabase;
import org.oktadata.store.PreparedFolder;

/**
 * Events on a queue, every fifth twice, in random order, while the application is killed three
 * times and the database stopped once: each has to be stored, and once. Option: the number of
 * events, 200,000.
 */
public final class StreamProof {

  private static final int VISIBILITY = 20;
  private static final int AT_MOST_WAITING = 10_000;
  private static final int A_PUT = 1_000;

  /** Both copies of an event say the same time, as Okta's do. */
  private static final Instant BEGIN = Instant.now().minusSeconds(3_600);

  private final int count;
  private final Path folder;
  private final TestQueue queue;
  private final SandboxOkta okta;
  private final int port = freePort();
  private final int web = freePort();
  private EmbeddedDatabase database;
  private Process app;

  private StreamProof(int count, Path folder, TestQueue queue, SandboxOkta okta) throws IOException {
    this.count = count;
    this.folder = folder;
    this.queue = queue;
    this.okta = okta;
  }

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
    try (TestQueue queue = TestQueue.start();
        SandboxOkta okta =
            SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
                .register(SandboxClient.withSecret("app", "secret"))) {
      StreamProof proof =
          new StreamProof(count, Files.createTempDirectory("stream-proof"), queue, okta);
      boolean holds = proof.run();
      System.exit(holds ? 0 : 1);
    }
  }

  private boolean run() throws Exception {
    startDatabase();
    startApp();
    long start = System.nanoTime();
    Thread sender = new Thread(this::send);
    sender.start();
    for (int part : List.of(20, 40, 60)) {
      awaitStored(count / 100 * part);
      app.destroyForcibly().waitFor();
      System.out.printf("killed with %,d stored, %,d on the queue%n", stored(), queue.size());
      startApp();
    }
    awaitStored(count / 100 * 80);
    database.close();
    System.out.printf("database stopped, %,d on the queue%n", queue.size());
    TimeUnit.SECONDS.sleep(15);
    startDatabase();
    sender.join();
    while (queue.size() > 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    long distinct = ask("select count(distinct uuid) from store.event where uuid like 'proof-%'");
    long quarantined = ask("select count(*) from store.quarantine");
    System.out.printf(
        "%,d messages of %,d events in %d s: %,d rows, %,d different, %,d quarantined%n",
        count + count / 5, count, seconds, stored(), distinct, quarantined);
    app.destroyForcibly().waitFor();
    database.close();
    return stored == count && distinct == count && quarantined == 0;
  }

  private long stored;

  private long stored() throws SQLException {
    stored = ask("select count(*) from store.event");
    return stored;
  }

  private void awaitStored(int events) throws SQLException, InterruptedException {
    while (stored() < events) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void send() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    numbers.addAll(IntStream.range(0, count / 5).boxed().toList());
    Collections.shuffle(numbers, new Random(4));
    for (int from = 0; from < numbers.size(); from += A_PUT) {
      queue.send(
          numbers.subList(from, Math.min(from + A_PUT, numbers.size())).stream()
              .map(number -> Events.eventbridge("acme", Events.event("proof-" + number, BEGIN.plusMillis(number))))
              .toList());
      while (queue.size() > AT_MOST_WAITING) {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private void startDatabase() throws IOException {
    PreparedFolder.knownPassword(folder);
    database = EmbeddedDatabase.open(new DatabaseSettings(folder, port));
  }

  private void startApp() throws Exception {
    app =
        ChildJvm.of(
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Daws.accessKeyId=test", "-Daws.secretAccessKey=test"),
                Application.class.getName(),
                List.of(
                    "--server.port=" + web,
                    "--spring.datasource.url=jdbc:postgresql://localhost:" + port + "/postgres",
                    "--spring.datasource.username=postgres",
                    "--spring.datasource.password=postgres",
                    "--okta.database.directory=" + folder,
                    "--okta.checks=" + folder.resolve("no-checks"),
                    "--okta.detections=" + folder.resolve("no-detections"),
                    "--okta.schedule.full=0",
                    "--okta.schedule.delta=0",
                    "--okta.schedule.log=0",
                    "--okta.integrations[0].name=acme",
                    "--okta.integrations[0].issuer=" + okta.url(),
                    "--okta.integrations[0].client-id=app",
                    "--okta.integrations[0].client-secret=secret",
                    "--okta.streaming.sqs.region=us-east-1",
                    "--okta.streaming.sqs.visibility-seconds=" + VISIBILITY,
                    "--okta.streaming.sqs.queue-url=" + queue.url()),
                folder.resolve("app.log"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("app.log").toFile()))
            .start();
    for (int tries = 0; !healthy(); tries++) {
      if (tries > 480 || !app.isAlive()) {
        throw ChildJvm.failed("The application did not start", folder.resolve("app.log"));
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private boolean healthy() throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + "/actuator/health")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private long ask(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
        ResultSet answer = connection.createStatement().executeQuery(sql)) {
      answer.next();
      return answer.getLong(1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
