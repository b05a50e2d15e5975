package org.oktadata.collect;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Loads the routes folder when Camel starts, and looks every other second whether it was edited.
 */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {

  @Bean
  CamelContextConfiguration routesFolder(
      Routes routes, RoutesWatch watch, Triggers triggers, Schedule schedule) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        routes.load(context);
      }

      @Override
      public void afterApplicationStart(CamelContext context) {
        triggers.agree(context);
        schedule.collectOnStart();
        watch.begin(() -> routes.reload(context));
      }
    };
  }
}
