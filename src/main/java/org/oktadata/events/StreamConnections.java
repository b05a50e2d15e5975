package org.oktadata.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Connections that only streams use, so that a collection that takes all others keeps no event
 * waiting. They give up soon: Okta wants its answer within 3 seconds, and sends again.
 */
@Configuration(proxyBeanMethods = false)
class StreamConnections {

  private static final int MOST = 8;

  @Bean(defaultCandidate = false)
  HikariDataSource streamDataSource(HikariDataSource main) {
    HikariConfig settings = new HikariConfig();
    main.copyStateTo(settings);
    settings.setPoolName("streams");
    settings.setMaximumPoolSize(MOST);
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(800);
    settings.setValidationTimeout(500);
    settings.setInitializationFailTimeout(-1);
    settings.setConnectionInitSql(
        main.getConnectionInitSql()
            + "; set statement_timeout = '2s'; set idle_in_transaction_session_timeout = '5s'");
    settings.addDataSourceProperty("socketTimeout", "3");
    return new HikariDataSource(settings);
  }
}
