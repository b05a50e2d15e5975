package org.oktadata.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.jdbc.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whether the database is there, asked through a connection of its own: a pool that collection or a
 * stream has used up is busy, which takes no instance out of service, and who floods the open
 * health page waits for nobody's connections but these.
 */
@Configuration(proxyBeanMethods = false)
class HealthConnection {

  /** An orchestrator's probe waits for about 3 seconds. */
  private static final int PATIENCE_MILLIS = 1500;

  @Bean(defaultCandidate = false)
  HikariDataSource healthDataSource(HikariDataSource main) {
    HikariConfig own = PoolBeside.settings(main, "health", 1);
    own.setConnectionTimeout(PATIENCE_MILLIS);
    own.setValidationTimeout(PATIENCE_MILLIS / 2);
    PoolBeside.answersWithin(own, 2);
    return new HikariDataSource(own);
  }

  /** In place of Spring Boot's, which asks each pool. */
  @Bean
  HealthIndicator dbHealthContributor(@Qualifier("healthDataSource") HikariDataSource source) {
    return new DataSourceHealthIndicator(source);
  }
}
