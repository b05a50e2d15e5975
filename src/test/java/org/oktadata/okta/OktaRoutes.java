package org.oktadata.okta;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * This package's beans and routes alone, with one integration that each test points at its stub.
 */
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      QuartzAutoConfiguration.class,
      SecurityAutoConfiguration.class
    })
@EnableConfigurationProperties(OktaHttpSettings.class)
@ComponentScan(
    basePackageClasses = AccessTokens.class,
    excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
class OktaRoutes {

  /** The one connection. */
  static final class Connection extends AtomicReference<OktaConnection> implements OktaConnections {
    volatile Set<String> scopes = Set.of("okta.users.read");

    @Override
    public OktaConnection connection(String integration) {
      return get();
    }

    @Override
    public Set<String> scopes(String integration) {
      return scopes;
    }
  }

  @Bean
  Connection connection() {
    return new Connection();
  }

  /** A caller as the product has them: repeats the whole door, not a step of it. */
  @Bean
  RouteBuilder caller() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:caller")
            .onException(Exception.class)
            .retryWhile(method("retryDelay", "again"))
            .onExceptionOccurredRef("retryDelay")
            .end()
            .to("direct:okta-get");
        from("direct:caller-in-haste")
            .onException(Exception.class)
            .retryWhile(method("retryDelay", "again"))
            .onExceptionOccurred(
                exchange -> {
                  exchange
                      .getContext()
                      .getRegistry()
                      .findSingleByType(RetryDelay.class)
                      .process(exchange);
                  exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, 1);
                })
            .end()
            .to("direct:okta-get");
        from("direct:page-after-page")
            .loop(simple("${variable.rounds}"))
            .to("direct:okta-get")
            .end()
            .process(
                exchange -> {
                  var left = new DefaultExchange(exchange.getContext());
                  var counted = new AtomicInteger();
                  exchange
                      .getUnitOfWork()
                      .handoverSynchronization(left, each -> counted.incrementAndGet() < 0);
                  exchange.setProperty("completions", counted.get());
                });
      }
    };
  }
}
