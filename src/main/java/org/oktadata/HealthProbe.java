package org.oktadata;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Asks the application beside it whether it is well; the image's health check. Exit code 0 is yes.
 * It reads the same configuration, which may say another port.
 */
public final class HealthProbe {

  private static final String DEFAULT = "8080";

  private HealthProbe() {}

  public static void main(String[] args) throws Exception {
    LoggingSystem.get(HealthProbe.class.getClassLoader()).beforeInitialize();
    ConfigurableEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    ConfigurationPropertySources.attach(environment);
    HttpRequest request =
        HttpRequest.newBuilder(address(environment)).timeout(Duration.ofSeconds(2)).build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    System.exit(status == 200 ? 0 : 1);
  }

  /** Where health is asked for: at the port of the management's own, if it has one. */
  static URI address(Environment environment) {
    String port = value(environment, "server.port", DEFAULT);
    String own = value(environment, "management.server.port", port);
    String path =
        own.equals(port)
            ? value(environment, "server.servlet.context-path", "")
            : value(environment, "management.server.base-path", "");
    return URI.create("http://127.0.0.1:" + own + path.replaceFirst("/$", "") + "/actuator/health");
  }

  /** An empty value counts as unset. */
  private static String value(Environment environment, String key, String otherwise) {
    String value = environment.getProperty(key, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
