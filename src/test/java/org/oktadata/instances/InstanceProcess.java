package org.oktadata.instances;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.oktadata.Application;

/**
 * One of several instances, as a process of its own: it can be killed, frozen as by a long pause of
 * its garbage collector, and stopped in order.
 */
public final class InstanceProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("admin:test".getBytes());

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final Path log;
  private final int port;
  private final Process process;

  private InstanceProcess(String name, Path log, int port, Process process) {
    this.name = name;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  /**
   * Begins to start an instance; {@link #ready} waits for it.
   *
   * @param name what it calls itself; its short id follows
   * @param folder where its log goes, and its data key where the arguments name none
   */
  public static InstanceProcess start(String name, Path folder, List<String> arguments)
      throws IOException {
    String classes =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                Application.class.getName(),
                "--server.port=" + port,
                "--okta.instance.name=" + name,
                "--okta.database.directory=" + folder.resolve(name),
                "--spring.security.user.name=admin",
                "--spring.security.user.password=test"));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new InstanceProcess(name, log, port, process);
  }

  /** Waits until it is well. */
  public InstanceProcess ready() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(name + " did not start: " + log());
              }
              return isHealthy();
            });
    return this;
  }

  private boolean isHealthy() {
    try {
      return send("GET", "/actuator/health", null).statusCode() == 200;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  public String name() {
    return name;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JSON that a call answers with. */
  public JsonNode call(String method, String path, String body) {
    try {
      return JSON.readTree(send(method, path, body).body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", LOGIN)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(40))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL: nothing is given up, nothing is finished. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP: it neither works nor renews its lease, and doesn't know. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on where it was. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** SIGTERM; returns how long it took to be gone. */
  public Duration stop() throws InterruptedException {
    long started = System.nanoTime();
    process.destroy();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(name + " doesn't stop: " + log());
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
