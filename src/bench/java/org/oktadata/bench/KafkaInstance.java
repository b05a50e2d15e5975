package org.oktadata.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.oktadata.Application;

/** One of several instances on one database and one Kafka, in a JVM of its own. */
final class KafkaInstance {

  static final String KEY = "key-of-the-benchmarks";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private KafkaInstance(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static KafkaInstance start(Path folder, String okta, String database, String brokers)
      throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path log = folder.resolve("instance-" + port + ".log");
    List<String> jvm = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    List<String> arguments =
        List.of(
            "--server.port=" + port,
            "--spring.datasource.url=" + database,
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres",
            "--spring.datasource.hikari.maximum-pool-size=12",
            "--okta.kafka.bootstrap-servers=" + brokers,
            "--okta.checks=" + folder.resolve("no-checks"),
            "--okta.detections=" + folder.resolve("no-detections"),
            "--okta.data-key=" + Base64.getEncoder().encodeToString(new byte[32]),
            "--okta.schedule.full=0",
            "--okta.schedule.delta=0",
            "--okta.schedule.log=0",
            "--okta.streaming.http.requests-per-second=100000",
            "--okta.integrations[0].name=acme",
            "--okta.integrations[0].issuer=" + okta,
            "--okta.integrations[0].client-id=app",
            "--okta.integrations[0].client-secret=secret",
            "--okta.integrations[0].rate-limit-share=1",
            "--okta.integrations[0].intake-key=" + KEY,
            "--spring.security.user.name=bench",
            "--spring.security.user.password=bench");
    Process process =
        ChildJvm.of(jvm, Application.class.getName(), arguments, log)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new KafkaInstance(process, port);
  }

  void awaitHealthy() throws InterruptedException {
    for (int tries = 0; send("GET", "/actuator/health", "", "bench") != 200; tries++) {
      if (tries > 360 || !process.isAlive()) {
        throw new IllegalStateException("An instance did not start");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** Whether it has taken the events in. */
  boolean take(String body) throws InterruptedException {
    return send("POST", "/intake/event-hooks/acme", body, null) == 200;
  }

  void collect() throws InterruptedException {
    if (send("POST", "/api/integrations/acme/collect", "{}", "bench") != 202) {
      throw new IllegalStateException("The collection did not start");
    }
  }

  private int send(String method, String path, String body, String user)
      throws InterruptedException {
    String login =
        user == null
            ? KEY
            : "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", login)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  double cpu() {
    return process.isAlive() ? CpuTime.of(process.pid()) : 0;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  void stop() {
    ChildJvm.end(process);
  }
}
