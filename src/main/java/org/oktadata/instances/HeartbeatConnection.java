package org.oktadata.instances;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The heartbeat's own connection: a busy pool must not cost an instance its leases. */
@Configuration(proxyBeanMethods = false)
class HeartbeatConnection {

  @Bean(defaultCandidate = false)
  HikariDataSource heartbeatDataSource(HikariDataSource main, InstanceSettings settings) {
    HikariConfig own = new HikariConfig();
    main.copyStateTo(own);
    long pace = settings.lease().toMillis() / 5;
    own.setPoolName("heartbeat");
    own.setMaximumPoolSize(1);
    own.setMinimumIdle(1);
    own.setConnectionTimeout(Math.max(250, pace / 2));
    own.setValidationTimeout(Math.max(250, pace / 4));
    own.setInitializationFailTimeout(-1);
    own.addDataSourceProperty("socketTimeout", String.valueOf(Math.max(1, pace / 1000)));
    return new HikariDataSource(own);
  }
}
