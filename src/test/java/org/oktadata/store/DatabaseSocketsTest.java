package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What waits for a server that another has taken the place of. */
class DatabaseSocketsTest {

  private static final String PREFIX = "spring.datasource.hikari.data-source-properties.";

  @Test
  void whoWaitsForAnAnswerIsToldThatTheConnectionIsLostAndMigrationsGoOn() throws Exception {
    String url = StoreServer.newDatabase();
    try (HikariDataSource pool = asTheApplicationHasIt(url);
        Connection patient = new PatientSource(pool).getConnection()) {
      CompletableFuture<SQLException> waits = CompletableFuture.supplyAsync(() -> sleep(pool));
      Awaitility.await().until(() -> sleeps(url));
      DatabaseSockets.closeAll();
      assertThat(SqlState.AWAY.is(waits.get(20, TimeUnit.SECONDS))).isTrue();
      assertThat(patient.isValid(5)).isTrue();
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> JdbcClient.create(pool).sql("select true").query(Boolean.class).single());
    }
  }

  private static HikariDataSource asTheApplicationHasIt(String url) {
    HikariDataSource pool = StoreServer.pool(url);
    for (String name : new String[] {"socketFactory", "socketTimeout"}) {
      pool.addDataSourceProperty(name, properties().getProperty(PREFIX + name));
    }
    return pool;
  }

  private static Properties properties() {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yaml"));
    return yaml.getObject();
  }

  private static SQLException sleep(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_sleep(600)");
      return null;
    } catch (SQLException e) {
      return e;
    }
  }

  private static boolean sleeps(String url) {
    return JdbcClient.create(new DriverManagerDataSource(url, "postgres", "postgres"))
        .sql(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')")
        .query(Boolean.class)
        .single();
  }
}
