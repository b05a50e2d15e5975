package org.oktadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check finds the application, however it is configured. */
class HealthProbeTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"");

  @TempDir Path home;

  /** Such as one that opens a port for JMX, which the application has then taken already. */
  @Test
  void whatTheApplicationsOwnJvmIsToldDoesNotConcernIt() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    int[] status = {200};
    server.createContext(
        "/actuator/health",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/login");
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.createContext(
        "/login",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String options = "-Dcom.sun.management.jmxremote.port=" + taken.getLocalPort();
      assertThat(exitCode(options)).as("nobody has written an address yet").isEqualTo(1);
      Files.writeString(
          home.resolve("address"),
          "http://127.0.0.1:%d/actuator/health".formatted(server.getAddress().getPort()));
      assertThat(exitCode(options)).isZero();
      status[0] = 503;
      assertThat(exitCode(options)).isEqualTo(1);
      status[0] = 302;
      assertThat(exitCode(options)).as("a page to sign in at is no health").isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  /** Of the command in the Dockerfile, with our classes in the place of the jar. */
  private int exitCode(String options) throws IOException, InterruptedException {
    String check =
        Files.readString(Path.of("Dockerfile")).replaceFirst("(?s).*HEALTHCHECK.*?CMD", "");
    List<String> command = new ArrayList<>();
    for (Matcher word = WORD.matcher(check.lines().findFirst().orElseThrow()); word.find(); ) {
      command.add(
          switch (word.group(1)) {
            case "application.jar" -> System.getProperty("java.class.path");
            case "/tmp/health-address" -> home.resolve("address").toString();
            default -> word.group(1);
          });
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("told").toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", options);
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    if (process.exitValue() == 0) {
      assertThat(home.resolve("told")).isEmptyFile();
    }
    return process.exitValue();
  }
}
