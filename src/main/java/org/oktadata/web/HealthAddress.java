package org.oktadata.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Writes down where health is asked for, in the file that {@code HEALTH_ADDRESS_FILE} names: the
 * image's check would have to read all of the configuration otherwise, each time it asks.
 */
@Component
class HealthAddress {

  private static final Logger log = LoggerFactory.getLogger(HealthAddress.class);

  private final Environment environment;
  private final Supplier<String> path;

  @Autowired
  HealthAddress(Environment environment, PathMappedEndpoints endpoints) {
    this(environment, () -> endpoints.getPath(EndpointId.of("health")));
  }

  HealthAddress(Environment environment, Supplier<String> path) {
    this.environment = environment;
    this.path = path;
  }

  @EventListener(ApplicationReadyEvent.class)
  void write() {
    String file = environment.getProperty("health-address-file", "");
    if (file.isBlank()) {
      return;
    }
    try {
      Files.writeString(Path.of(file), address());
    } catch (IOException e) {
      log.warn("HEALTH_ADDRESS_FILE: {} can't be written, so the health check fails: {}", file, e);
    }
  }

  /** At the port of the management's own, if it has one. */
  String address() {
    String port = value("local.server.port", "");
    String own = value("local.management.port", port);
    String before =
        own.equals(port)
            ? value("server.servlet.context-path", "")
            : value("management.server.base-path", "");
    return "http://127.0.0.1:" + own + before.replaceFirst("/$", "") + path.get();
  }

  /** An empty value counts as unset. */
  private String value(String key, String otherwise) {
    String value = environment.getProperty(key, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
