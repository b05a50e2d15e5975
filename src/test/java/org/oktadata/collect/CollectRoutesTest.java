package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.apache.camel.test.spring.junit5.UseAdviceWith;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The routes collect, page, store-page, store-events and failures, cut off from Okta and database.
 */
@CamelSpringBootTest
@UseAdviceWith
@MockEndpointsAndSkip("direct:okta-get|direct:store-test")
@SpringBootTest(
    classes = CollectRoutesTest.Parts.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "camel.main.routes-include-pattern=file:routes/collect.camel.yaml,file:routes/page.camel.yaml,"
          + "file:routes/failures.camel.yaml,file:routes/store-page.camel.yaml,file:routes/store-events.camel.yaml"
    })
class CollectRoutesTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate routes;
  @Autowired private Steps steps;

  @EndpointInject("mock:direct:okta-get")
  private MockEndpoint okta;

  @EndpointInject("mock:direct:store-test")
  private MockEndpoint store;

  @EndpointInject("mock:database")
  private MockEndpoint database;

  @BeforeEach
  void begin() throws Exception {
    if (!camel.isStarted()) {
      for (String door : List.of("store-page", "store-events")) {
        String step = door.equals("store-page") ? "into-the-database" : "events-into-the-database";
        AdviceWith.adviceWith(
            camel, door, route -> route.weaveById(step).replace().to("mock:database"));
      }
      camel.start();
    }
    MockEndpoint.resetMocks(camel);
    okta.whenAnyExchangeReceived(answer -> answer.getMessage().setBody("[]".getBytes()));
    store.whenAnyExchangeReceived(
        answer -> answer.getMessage().setBody(Map.of("state", "planned", "records", 1)));
    steps.begin();
  }

  @Test
  void pagesAreCollectedUntilThereIsNoNext() throws Exception {
    steps.links.addAll(List.of("page2", "page3", ""));
    okta.expectedMessageCount(3);
    store.expectedMessageCount(3);
    Exchange done = collect();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(store.getExchanges().stream().map(e -> e.getVariable("following")))
        .containsExactly("page2", "page3", "");
    assertThat(done.getVariable("next")).isEqualTo("");
    assertThat(done.getVariable("state")).isEqualTo("planned");
  }

  @Test
  void aFailedPageIsRepeatedWhole() throws Exception {
    steps.links.add("");
    okta.whenExchangeReceived(1, fails("reset"));
    okta.whenExchangeReceived(2, fails("reset"));
    okta.expectedMessageCount(3);
    store.expectedMessageCount(1);
    assertThat(collect().getException()).isNull();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(steps.failures).hasValue(2);
    assertThat(steps.settled).isFalse();
  }

  @Test
  void aPageThatIsGivenUpSettlesItsListAndNothingElse() throws Exception {
    steps.retries = 1;
    okta.whenAnyExchangeReceived(fails("403"));
    okta.expectedMessageCount(2);
    store.expectedMessageCount(0);
    assertThat(collect().getException()).as("the failure ends here").isNull();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(steps.settled).isTrue();
  }

  @Test
  void aPageThatCannotBeStoredIsFetchedAgain() throws Exception {
    steps.links.addAll(List.of("", ""));
    store.whenExchangeReceived(1, fails("database away"));
    okta.expectedMessageCount(2);
    store.expectedMessageCount(2);
    collect();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(steps.failures).hasValue(1);
  }

  @Test
  void aListThatGoesInACircleIsStoredAndThenSettled() throws Exception {
    steps.links.add("page1");
    steps.circle = true;
    steps.retries = 0;
    okta.expectedMessageCount(1);
    store.expectedMessageCount(1);
    collect();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(steps.settled).isTrue();
  }

  @Test
  void eachPageCountsItsOwnFailuresOnly() throws Exception {
    steps.links.addAll(List.of("page2", ""));
    okta.whenExchangeReceived(1, fails("reset"));
    collect();
    assertThat(store.getExchanges().stream().map(e -> e.getVariable("failed")))
        .containsExactly(1, 0);
  }

  @Test
  void whatThePageStatementNeedsComesFromVariables() throws Exception {
    database.expectedMessageCount(1);
    Exchange exchange = exchange();
    exchange.getMessage().setBody("[]".getBytes());
    exchange.setVariable("items", "");
    exchange.setVariable("key", "id");
    exchange.setVariable("alone", false);
    exchange.setVariable("parent", "00g1");
    exchange.setVariable("following", "page2");
    routes.send("direct:store-page", exchange);
    MockEndpoint.assertIsSatisfied(camel);
    Exchange sent = database.getExchanges().get(0);
    assertThat(sent.getMessage().getBody(String.class))
        .contains("store.store_page(:?page, :?integration, ");
    assertThat(sent.getMessage().getHeaders())
        .containsEntry("parent", "00g1")
        .containsEntry("following", "page2")
        .containsEntry("dataType", "zones");
    assertThat(sent.getMessage().getHeader("page", byte[].class)).isEqualTo("[]".getBytes());
  }

  @Test
  void anEmptyPageOfEventsEndsTheListButKeepsItsLink() throws Exception {
    database.whenAnyExchangeReceived(
        e -> e.getMessage().setBody(Map.of("records", 0L, "state", "answered")));
    Exchange exchange = exchange();
    exchange.setVariable("following", "page2");
    routes.send("direct:store-events", exchange);
    assertThat(database.getExchanges().get(0).getMessage().getHeader("following"))
        .isEqualTo("page2");
    assertThat(exchange.getVariable("following")).isEqualTo("");
  }

  private Exchange collect() {
    Exchange exchange = exchange();
    exchange.setVariable("next", "page1");
    exchange.setVariable("store", "store-test");
    return routes.send("direct:collect", exchange);
  }

  private Exchange exchange() {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setVariable("failed", 0);
    exchange.setVariable("dataType", "zones");
    return exchange;
  }

  private static Processor fails(String why) {
    return exchange -> {
      throw new IllegalStateException(why);
    };
  }

  /** The beans that the routes call, as a test wants them. */
  static class Steps implements Processor {
    final Deque<String> links = new ArrayDeque<>();
    final AtomicInteger failures = new AtomicInteger();
    final AtomicBoolean settled = new AtomicBoolean();
    int retries;
    boolean circle;

    void begin() {
      links.clear();
      failures.set(0);
      settled.set(false);
      retries = 5;
      circle = false;
    }

    public boolean goesOn(Exchange exchange) {
      return !settled.get() && !exchange.getVariable("next", "", String.class).isEmpty();
    }

    public Object state(@Body Map<?, ?> stored) {
      return stored.get("state");
    }

    public void find(Exchange exchange) {
      exchange.setVariable("following", links.remove());
    }

    public void refuseCircle() {
      if (circle) {
        throw new IllegalStateException("circle");
      }
    }

    @Override
    public void process(Exchange exchange) {
      failures.incrementAndGet();
      exchange.setVariable("failed", exchange.getVariable("failed", Integer.class) + 1);
      exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, 1);
    }

    public String sentence() {
      return "";
    }

    public boolean isNews() {
      return false;
    }

    public boolean again() {
      return failures.get() <= retries;
    }

    public void refuseOdd() {
      // Pages of the log are as they always are.
    }

    public void passOnUnlessPiecesHelp(Exchange exchange) throws Exception {
      throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }

    public void settle() {
      settled.set(true);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      exclude = {
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        QuartzAutoConfiguration.class,
        SecurityAutoConfiguration.class
      })
  static class Parts {
    @Bean
    PageElements pageElements() {
      return new PageElements();
    }

    @Bean({
      "steps",
      "pulls",
      "nextPage",
      "pageFailures",
      "listFailures",
      "logPages",
      "heartbeatFailures"
    })
    Steps steps() {
      return new Steps();
    }

    @Bean
    DriverManagerDataSource dataSource() {
      return new DriverManagerDataSource();
    }
  }
}
