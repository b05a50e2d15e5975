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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The image's health check finds the application, however it is configured. */
class HealthProbeTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"");

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "'', http://127.0.0.1:8080/actuator/health",
    "server.port=, http://127.0.0.1:8080/actuator/health",
    "server.port=9000, http://127.0.0.1:9000/actuator/health",
    "server.port=9000 server.servlet.context-path=/okta, http://127.0.0.1:9000/okta/actuator/health",
    "server.port=9000 management.server.port=9001 server.servlet.context-path=/okta, http://127.0.0.1:9001/actuator/health",
    "management.server.port=9001 management.server.base-path=/inside/, http://127.0.0.1:9001/inside/actuator/health"
  })
  void itAsksWhereTheConfigurationSays(String settings, String address) {
    Map<String, Object> values = new HashMap<>();
    for (Matcher each = Pattern.compile("(\\S+)=(\\S*)").matcher(settings); each.find(); ) {
      values.put(each.group(1), each.group(2));
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("file", values));
    assertThat(HealthProbe.address(environment)).hasToString(address);
  }

  /** Such as one that opens a port for JMX, which the application has then taken already. */
  @Test
  void whatTheApplicationsOwnJvmIsToldDoesNotConcernIt() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    int[] status = {200};
    server.createContext(
        "/actuator/health",
        exchange -> {
          exchange.sendResponseHeaders(status[0], -1);
          exchange.close();
        });
    server.start();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(home.resolve("config"));
      Files.writeString(
          home.resolve("config/application.yaml"),
          "server.port: %d\n".formatted(server.getAddress().getPort()));
      String options = "-Dcom.sun.management.jmxremote.port=" + taken.getLocalPort();
      assertThat(exitCode(options)).isZero();
      status[0] = 503;
      assertThat(exitCode(options)).isEqualTo(1);
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
          word.group(1).equals("application.jar")
              ? System.getProperty("java.class.path")
              : word.group(1));
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
