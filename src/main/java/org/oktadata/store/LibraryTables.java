package org.oktadata.store;

import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/**
 * Makes the tables of a library by the script that comes with it, in schema {@code store}.
 *
 * @param script where the script is on the class path
 */
record LibraryTables(String version, String description, String script) implements JavaMigration {

  /** The libraries that keep something in the database. */
  @Configuration(proxyBeanMethods = false)
  static class Libraries {

    @Bean
    JavaMigration quartzTables() {
      String script = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";
      return new LibraryTables("61", "quartz tables", script);
    }

    @Bean
    JavaMigration sessionTables() {
      String script = "org/springframework/session/jdbc/schema-postgresql.sql";
      return new LibraryTables("62", "session tables", script);
    }
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion(version);
  }

  @Override
  public String getDescription() {
    return description;
  }

  @Override
  public Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  /** Quartz's script ends with a commit of its own, which is Flyway's to do. */
  @Override
  public void migrate(Context context) throws Exception {
    String statements =
        new ClassPathResource(script)
            .getContentAsString(StandardCharsets.UTF_8)
            .replaceAll("(?im)^\\s*commit;\\s*$", "");
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local search_path = store");
      statement.execute(statements);
    }
  }
}
