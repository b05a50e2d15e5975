package org.oktadata.store;

import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Makes Quartz's tables by the script that comes with Quartz, in schema {@code store}. */
@Component
class QuartzTables implements JavaMigration {

  private static final String SCRIPT = "org/quartz/impl/jdbcjobstore/tables_postgres.sql";

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("61");
  }

  @Override
  public String getDescription() {
    return "quartz tables";
  }

  @Override
  public Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
  }

  /** The script ends with a commit of its own, which is Flyway's to do. */
  @Override
  public void migrate(Context context) throws Exception {
    String script =
        new ClassPathResource(SCRIPT)
            .getContentAsString(StandardCharsets.UTF_8)
            .replaceAll("(?im)^\\s*commit;\\s*$", "");
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local search_path = store");
      statement.execute(script);
    }
  }
}
