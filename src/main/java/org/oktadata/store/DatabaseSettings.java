package org.oktadata.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded PostgreSQL lives when no {@code spring.datasource.url} is set.
 *
 * @param directory folder of the data and of the unpacked engine
 * @param port port on loopback; 0 takes any free one
 */
@ConfigurationProperties(prefix = "okta.database", ignoreUnknownFields = false)
public record DatabaseSettings(
    @DefaultValue("data") Path directory, @DefaultValue("15432") int port) {

  public DatabaseSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "okta.database.port must be between 1 and 65535, or 0 for any free one");
    }
  }
}
