package org.oktadata.store;

import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Makes the tables of HTTP sessions by the script that comes with Spring Session. */
@Component
class SessionTables implements JavaMigration {

  private static final String SCRIPT = "org/springframework/session/jdbc/schema-postgresql.sql";

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("62");
  }

  @Override
  public String getDescription() {
    return "session tables";
  }

  @Override
  public Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  @Override
  public void migrate(Context context) throws Exception {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local search_path = store");
      statement.execute(new ClassPathResource(SCRIPT).getContentAsString(StandardCharsets.UTF_8));
    }
  }
}
