package org.oktadata;

import java.net.HttpURLConnection;
import java.net.URI;
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
  private static final int PATIENCE = 2_000;

  private HealthProbe() {}

  public static void main(String[] args) throws Exception {
    LoggingSystem.get(HealthProbe.class.getClassLoader()).beforeInitialize();
    ConfigurableEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    ConfigurationPropertySources.attach(environment);
    // The newer client costs as much as all the rest, twice a minute.
    HttpURLConnection call = (HttpURLConnection) address(environment).toURL().openConnection();
    call.setConnectTimeout(PATIENCE);
    call.setReadTimeout(PATIENCE);
    System.exit(call.getResponseCode() == 200 ? 0 : 1);
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
