package org.oktadata.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.oktadata.Application;
import org.oktadata.store.PreparedFolder;

/** The application as its users run it, with an embedded database of its own. */
final class AppProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The JVM options of the image and of the README's command. */
  static final List<String> SHIPPED =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** The environment of the image; the embedded PostgreSQL inherits it. */
  private static final Map<String, String> SHIPPED_ENVIRONMENT =
      Map.of("MALLOC_TRIM_THRESHOLD_", "33554432", "MALLOC_MMAP_THRESHOLD_", "33554432");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path folder;
  private final int port;

  private AppProcess(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static AppProcess start(SandboxProcess sandbox, Options options, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    PreparedFolder.knownPassword(folder);
    List<String> jvm =
        new ArrayList<>(List.of("-Xmx" + options.heap(), "-XX:+ExitOnOutOfMemoryError", HeapLog.option(folder.resolve("gc.log"))));
    jvm.addAll(SHIPPED);
    if (options.jfr()) {
      jvm.add("-XX:StartFlightRecording:settings=profile,filename=" + folder.resolve("app.jfr"));
    }
    Path log = folder.resolve("app.log");
    ProcessBuilder builder =
        ChildJvm.of(jvm, Application.class.getName(), arguments(sandbox, folder, port), log)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (options.shippedEnvironment()) {
      builder.environment().putAll(SHIPPED_ENVIRONMENT);
    }
    Process process = builder.start();
    AppProcess app = new AppProcess(process, folder, port);
    for (int tries = 0; !app.healthy(); tries++) {
      if (tries > 1_200 || !process.isAlive()) {
        app.close();
        throw ChildJvm.failed("The application did not start", log);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return app;
  }

  private static List<String> arguments(SandboxProcess sandbox, Path folder, int port) {
    return List.of(
        "--server.port=" + port,
        "--okta.database.directory=" + folder,
        "--okta.database.port=0",
        "--okta.checks=" + folder.resolve("no-checks"),
        "--okta.detections=" + folder.resolve("no-detections"),
        "--okta.schedule.full=0",
        "--okta.schedule.delta=0",
        "--okta.schedule.log=0",
        "--okta.integrations[0].name=bench",
        "--okta.integrations[0].issuer=" + sandbox.url(),
        "--okta.integrations[0].client-id=" + SandboxProcess.SECRET_CLIENT,
        "--okta.integrations[0].client-secret=" + SandboxProcess.SECRET,
        "--okta.integrations[0].rate-limit-share=1",
        "--spring.security.user.name=bench",
        "--spring.security.user.password=bench");
  }

  /** Collects these data types, or all; measured from the call that starts it to its end. */
  Cost collect(List<String> types) throws IOException, InterruptedException, SQLException {
    Path data = folder.resolve("postgres");
    try (RunDatabase runs = RunDatabase.of(data)) {
      double jvm = CpuTime.of(process.pid());
      double database = CpuTime.ofPostgres(data);
      long start = System.nanoTime();
      String wanted = JSON.writeValueAsString(Map.of("dataTypes", types));
      long run = call("POST", "/api/integrations/bench/collect", wanted).path("runId").asLong();
      runs.awaitSuccess(run);
      double seconds = (System.nanoTime() - start) / 1e9;
      jvm = CpuTime.of(process.pid()) - jvm;
      runs.checkpoint();
      database = CpuTime.ofPostgres(data) - database;
      long peak = HeapLog.peak(folder.resolve("gc.log"));
      return new Cost(runs.records(run), seconds, jvm, database, peak);
    }
  }

  private JsonNode call(String method, String path, String body)
      throws IOException, InterruptedException {
    String login = Base64.getEncoder().encodeToString("bench:bench".getBytes());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Basic " + login)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private boolean healthy() throws InterruptedException {
    try {
      return call("GET", "/actuator/health", null).path("status").asText().equals("UP");
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    ChildJvm.end(process);
  }
}
