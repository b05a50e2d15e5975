package org.oktadata.instances;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.oktadata.store.PoolBeside;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The heartbeat's own connection: a busy pool must not cost an instance its leases. */
@Configuration(proxyBeanMethods = false)
class HeartbeatConnection {

  @Bean(defaultCandidate = false)
  HikariDataSource heartbeatDataSource(HikariDataSource main, InstanceSettings settings) {
    HikariConfig own = PoolBeside.settings(main, "heartbeat", 1);
    long pace = settings.lease().toMillis() / 5;
    own.setConnectionTimeout(Math.max(250, pace / 2));
    own.setValidationTimeout(Math.max(250, pace / 4));
    PoolBeside.answersWithin(own, Math.max(1, pace / 1000));
    return new HikariDataSource(own);
  }
}
