package org.oktadata.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.oktadata.collect.Schedule;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Loads the routes folder when Camel starts, and looks every other second whether it was edited.
 */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {

  /** After all that is set up in {@code beforeApplicationStart}, and before Camel itself starts. */
  private static final int BETWEEN = Ordered.LOWEST_PRECEDENCE - 1;

  /** Of log steps that name none. Camel would take the route's id, of which only warnings show. */
  private static final String LOGGER = "org.oktadata.routes.${routeId}";

  private final ApplicationContext application;

  RoutesConfiguration(ApplicationContext application) {
    this.application = application;
  }

  /**
   * Not for the context of a management port of its own, which is ready before the routes are
   * loaded.
   */
  @EventListener
  @Order(BETWEEN)
  void build(ContextRefreshedEvent event) {
    if (event.getApplicationContext() == application) {
      application.getBean(Routes.class).build(application.getBean(CamelContext.class));
    }
  }

  /** In place of the starter's, which makes way for it; the name is the one that Camel asks for. */
  @Bean("direct-component")
  DirectComponent direct() {
    return new FreshDirect();
  }

  @Bean
  CamelContextConfiguration routesFolder(
      Routes routes, RoutesWatch watch, Triggers triggers, Schedule schedule) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        context.getGlobalOptions().put(Exchange.LOG_EIP_NAME, LOGGER);
        context.getCamelContextExtension().addInterceptStrategy(new StepFailures());
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
