package org.oktadata.events;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.oktadata.store.PoolBeside;
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
    HikariConfig settings = PoolBeside.settings(main, "streams", MOST);
    settings.setConnectionTimeout(800);
    settings.setValidationTimeout(500);
    settings.setConnectionInitSql(
        main.getConnectionInitSql()
            + "; set statement_timeout = '2s'; set idle_in_transaction_session_timeout = '5s'");
    PoolBeside.answersWithin(settings, 3);
    return new HikariDataSource(settings);
  }
}
