package org.oktadata;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Makes a running application tell each secret in each of the ways in which it could, to prove that
 * whoever looks for secrets there would find them.
 */
public final class PlantedLeaks {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();
  private static final String LOGGER = "org.planted";

  private final AppUnderTest app;
  private final TalkativeLog log;
  private final SecretReaders readers;
  private volatile String secret;

  public PlantedLeaks(AppUnderTest app, TalkativeLog log, SecretReaders readers) {
    this.app = app;
    this.log = log;
    this.readers = readers;
  }

  /** Which secret was not found where, though it was told there. */
  public List<String> missed(List<String> secrets) throws Exception {
    ObjectName bean = new ObjectName("planted:type=Leak");
    JMX.registerMBean(new StandardMBean(() -> new String[] {"a", secret}, Leak.class), bean);
    try {
      plant();
      List<String> missed = new ArrayList<>();
      for (String each : secrets) {
        secret = each;
        tell()
            .forEach(
                (place, leaks) -> {
                  if (leaks == 0) {
                    missed.add(place + ": " + each);
                  }
                });
      }
      return missed;
    } finally {
      JMX.unregisterMBean(bean);
      log.forget(LOGGER);
    }
  }

  private void plant() throws Exception {
    app.bean(HealthContributorRegistry.class)
        .registerContributor(
            "planted", (HealthIndicator) () -> Health.up().withDetail("login", secret).build());
    RequestMappingHandlerMapping pages =
        app.context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    for (String method : List.of("answer", "fail")) {
      pages.registerMapping(
          RequestMappingInfo.paths("/api/planted/" + method)
              .options(pages.getBuilderConfiguration())
              .build(),
          new Teller(),
          Teller.class.getMethod(method));
    }
    app.bean(CamelContext.class)
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:planted")
                    .routeId("planted")
                    .process(exchange -> exchange.getMessage().setHeader("login", secret))
                    .setBody(constant("told"));
              }
            });
  }

  /** How many leaks were found in each place. */
  private Map<String, Integer> tell() throws Exception {
    Map<String, Integer> found = new TreeMap<>();
    var logger = LoggerFactory.getLogger(LOGGER);
    log.forget(LOGGER);
    logger.debug("failed", new IllegalStateException("?key=" + secret));
    found.put("log", leaksInTheLog());
    log.forget(LOGGER);
    logger.debug("{}", Base64.getEncoder().encodeToString(("x:" + secret).getBytes()));
    found.put("log, encoded", leaksInTheLog());
    found.put("JMX", readers.in(readers.toldByJmx(new ObjectName("planted:*"))).size());
    app.bean(ProducerTemplate.class).sendBody("direct:planted", "ask");
    found.put("trace", readers.in(Map.of("", readers.trace())).size());
    for (String path :
        List.of(
            "/hawtio/jolokia/read/planted:*",
            "/actuator/health",
            "/api/planted/answer",
            "/api/planted/fail")) {
      found.put(path, readers.in(Map.of(path, app.send("GET", path, null).body())).size());
    }
    return found;
  }

  private int leaksInTheLog() {
    return readers
        .in(log.lines().stream().filter(line -> line.startsWith(LOGGER + " ")).toList())
        .size();
  }

  /** What the planted bean is read by. */
  public interface Leak {
    String[] getValue();
  }

  /** Answers with the secret, and fails with it. */
  public final class Teller {

    @ResponseBody
    public List<String> answer() {
      return List.of(secret);
    }

    @ResponseBody
    public String fail() {
      throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "refused " + secret);
    }
  }
}
