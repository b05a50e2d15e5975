package org.oktadata;

import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the integration: Camel routes, database, API and console in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Application {

  public static void main(String[] args) {
    // Numbers in SQL and in stored sentences are the same on every host.
    Locale.setDefault(Locale.ENGLISH);
    SpringApplication.run(Application.class, args);
  }
}
