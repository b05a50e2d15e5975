package org.oktadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The application as its users run it: a process of its own, which can be killed. */
public final class ApplicationProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration A_CALL = Duration.ofSeconds(40);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private ApplicationProcess(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Starts it, without waiting until it can be used; what it logs is added to a file. */
  public static ApplicationProcess start(Path log, List<String> settings) {
    return start(log, settings, List.of());
  }

  /** The same, with further options of its Java. */
  public static ApplicationProcess start(
      Path log, List<String> settings, List<String> javaOptions) {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                classPath(),
                Application.class.getName(),
                "--server.port=" + port,
                "--spring.security.user.name=admin",
                "--spring.security.user.password=test"));
    command.addAll(settings);
    command.addAll(1, javaOptions);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    try {
      return new ApplicationProcess(builder.start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the tests: their copies of rules and routes are none of its business. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  public ApplicationProcess untilHealthy() {
    Awaitility.await()
        .alias("the application starts; its log is " + log)
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("The application ended at its start; see " + log);
              }
              return isHealthy();
            });
    return this;
  }

  public boolean isHealthy() {
    try {
      return send("GET", "/actuator/health", null).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  public Path log() {
    return log;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** SIGKILL: nothing is given up, nothing is finished. */
  public void kill() {
    process.destroyForcibly();
    ended(Duration.ofSeconds(10));
  }

  /** SIGSTOP or SIGCONT, such as for a pause of which it knows nothing. */
  public void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end by SIGTERM, and returns how long that took; it must be out in time. */
  public Duration terminate(Duration inTime) {
    long asked = System.nanoTime();
    process.destroy();
    if (!ended(inTime)) {
      process.destroyForcibly();
      throw new AssertionError(
          "The application was not out %d s after SIGTERM; see %s"
              .formatted(inTime.toSeconds(), log));
    }
    return Duration.ofNanos(System.nanoTime() - asked);
  }

  private boolean ended(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public JsonNode call(String method, String path, String body) {
    try {
      return JSON.readTree(send(method, path, body).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpResponse<String> send(String method, String path, String body) {
    String login = Base64.getEncoder().encodeToString("admin:test".getBytes());
    return send(method, path, body, "Basic " + login);
  }

  public HttpResponse<String> send(String method, String path, String body, String authorization) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(A_CALL)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Bytes of live objects, counted after a full collection of garbage. */
  public long liveBytes() {
    String[] total = diagnose("GC.class_histogram").trim().split("\\R");
    return Long.parseLong(total[total.length - 1].trim().split("\\s+")[2]);
  }

  public long threads() {
    return diagnose("Thread.print").lines().filter(line -> line.startsWith("\"")).count();
  }

  public String diagnose(String command) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid()),
                  command)
              .redirectErrorStream(true)
              .start();
      return new String(jcmd.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port that nobody listened on a moment ago, and that the system gives to nobody by itself:
   * what other programs of this machine ask for meanwhile is elsewhere.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(16_000, 30_000);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // another one
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
