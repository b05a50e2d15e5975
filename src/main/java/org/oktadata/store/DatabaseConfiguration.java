package org.oktadata.store;

import java.io.IOException;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Takes the embedded PostgreSQL where no {@code spring.datasource.url} is set. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  @Conditional(NoDatabaseNamed.class)
  EmbeddedDatabase embeddedDatabase(DatabaseSettings settings) throws IOException {
    return EmbeddedDatabase.open(settings);
  }

  @Bean
  @Conditional(NoDatabaseNamed.class)
  JdbcConnectionDetails embeddedConnection(EmbeddedDatabase database) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return ServerPassword.USER;
      }

      @Override
      public String getPassword() {
        return database.password();
      }

      @Override
      public String getJdbcUrl() {
        return database.url();
      }
    };
  }
}
