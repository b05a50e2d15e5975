package org.oktadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** What somebody can read of an application over HTTP, by method and address. */
public final class ReadableAnswers {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  private final Map<String, String> answers = new TreeMap<>();
  private final AppUnderTest app;
  private final Canaries canaries;

  public ReadableAnswers(AppUnderTest app, Canaries canaries) {
    this.app = app;
    this.canaries = canaries;
  }

  /** All so far: what was answered, with status and headers. */
  public Map<String, String> all() {
    return answers;
  }

  /** Every mapping that answers GET, of the API, the console, actuator and hawtio. */
  public void readEverything() throws Exception {
    String finding = app.column("select id::text from store.finding").iterator().next();
    String event = app.column("select uuid from store.event limit 1").iterator().next();
    String user = app.column("select id from okta.users limit 1").iterator().next();
    app.context()
        .getBeansOfType(RequestMappingInfoHandlerMapping.class)
        .values()
        .forEach(
            mapping ->
                mapping
                    .getHandlerMethods()
                    .keySet()
                    .forEach(
                        info -> {
                          for (String pattern : info.getPatternValues()) {
                            String path =
                                pattern
                                    .replaceAll("\\{(name|integration)}", "acme")
                                    .replace("/users/acme/{id}", "/users/acme/" + user)
                                    .replaceAll("findings/\\{id}", "findings/" + finding)
                                    .replace("{uuid}", event)
                                    .replaceAll("\\{decision[^}]*}", "mute")
                                    .replaceAll("\\{id}", "1")
                                    .replaceAll("\\{[^}]*}|\\*+", "x");
                            keep("GET", path, null);
                          }
                        }));
    for (String path :
        List.of(
            "/actuator/health",
            "/actuator/env",
            "/actuator/configprops",
            "/actuator/heapdump",
            "/api/integrations/keyed",
            "/api/integrations/other",
            "/integrations/keyed/settings",
            "/integrations/other/settings",
            "/api/findings?format=ocsf",
            "/api/findings?format=csv",
            "/nothing/" + "here",
            "/users?x=%ff",
            "/hawtio/jolokia/list",
            "/hawtio/jolokia/read/java.lang:type=Runtime",
            "/hawtio/jolokia/read/java.lang:type=Runtime/SystemProperties")) {
      keep("GET", path, null);
    }
    for (String domain : JMX.getDomains()) {
      keep("GET", "/hawtio/jolokia/read/" + domain + ":*", null);
    }
    ObjectMapper json = new ObjectMapper();
    for (ObjectName bean : dumped()) {
      Map<String, Object> call =
          Map.of("type", "exec", "mbean", bean.toString(), "operation", "dumpRouteAsXml()");
      String answer = app.send("POST", "/hawtio/jolokia", json.writeValueAsString(call)).body();
      assertThat(answer).contains("\"status\":200");
      answers.put(bean + " dump", answer);
    }
  }

  /** The routes with secrets behind them; what others dump is looked at in JMX itself. */
  private static Set<ObjectName> dumped() throws JMException {
    Set<ObjectName> routes = new HashSet<>();
    for (String route :
        List.of(
            "okta-call",
            "deliver-email",
            "deliver-webhook",
            "stream-http",
            "to-kafka",
            "stream-kafka",
            "publish-records")) {
      routes.addAll(
          JMX.queryNames(
              new ObjectName("org.apache.camel:type=routes,name=\"" + route + "\",*"), null));
    }
    assertThat(routes).hasSizeGreaterThanOrEqualTo(4);
    return routes;
  }

  /** Asks, and keeps the answer. */
  public void keep(String method, String path, String body, String... headers) {
    HttpResponse<String> answer = app.send(method, path, body, headers);
    String place = method + " " + canaries.hide(path);
    answers.merge(
        place,
        answer.statusCode() + " " + answer.headers().map() + " " + answer.body(),
        (before, after) -> before + "\n" + after);
  }
}
