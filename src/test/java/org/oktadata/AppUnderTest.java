package org.oktadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.store.PreparedFolder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole application on a free port with a database of its own, spoken to over HTTP. */
public final class AppUnderTest implements AutoCloseable {

  /** Argument for tests that look at the routes in JMX, too. */
  public static final String IN_JMX = "--" + AppUnderTest.MANAGED + "=true";

  private static final String MANAGED = "camel.main.jmx-enabled";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String password;

  private AppUnderTest(ConfigurableApplicationContext context) {
    this.context = context;
    this.password = context.getEnvironment().getProperty("spring.security.user.password");
  }

  /** Starts it in a folder, connected to a sandbox as integration {@code acme}. */
  public static AppUnderTest start(Path folder, SandboxOkta okta, String... more) {
    return start(folder, okta.url(), more);
  }

  /** Starts it in a folder, connected to any server that answers like Okta. */
  public static AppUnderTest start(Path folder, String issuer, String... more) {
    return start(folder, issuer, new SpringApplication(Application.class), more);
  }

  /** Starts an application that somebody prepared; later arguments win over the usual ones. */
  public static AppUnderTest start(
      Path folder, String issuer, SpringApplication application, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--okta.database.directory=" + PreparedFolder.migrated(folder.resolve("data")),
                "--okta.database.port=0",
                "--server.port=0",
                // Quartz's tables name the context, and JMX wants it to be the only one of its
                // name.
                "--camel.main.name=okta-" + Integer.toHexString(folder.hashCode()),
                // Beans of 1,200 steps are a fifth of what a start or an edit of routes costs.
                "--" + MANAGED + "=false",
                // Within one JVM, schedulers of one name share the connections of the newest.
                "--spring.quartz.properties[org.quartz.scheduler.instanceName]=okta-"
                    + Integer.toHexString(folder.hashCode()),
                "--spring.security.user.name=admin",
                "--spring.security.user.password=test",
                "--okta.integrations[0].name=acme",
                "--okta.integrations[0].issuer=" + issuer,
                "--okta.integrations[0].client-id=app",
                "--okta.integrations[0].rate-limit-share=1",
                "--okta.schedule.log=0"));
    if (Arrays.stream(more).noneMatch(argument -> argument.contains("private-key"))) {
      arguments.add("--okta.integrations[0].client-secret=secret");
    }
    arguments.removeIf(usual -> Arrays.stream(more).anyMatch(own -> key(own).equals(key(usual))));
    arguments.addAll(Arrays.asList(more));
    return new AppUnderTest(application.run(arguments.toArray(String[]::new)));
  }

  private static String key(String argument) {
    return argument.split("=", 2)[0];
  }

  /** Starts a run of everything, and waits for its end. */
  public JsonNode collect() {
    return collect("{}");
  }

  /** Starts a run by that request body, and waits for its end. */
  public JsonNode collect(String body) {
    return collectFor(Duration.ofMinutes(3), body);
  }

  /** Starts a run by that request body, and waits at most that long for its end. */
  public JsonNode collectFor(Duration patience, String body) {
    long run = call("POST", "/api/integrations/acme/collect", body).path("runId").asLong();
    return untilEnded(run, patience);
  }

  public JsonNode untilEnded(long run) {
    return untilEnded(run, Duration.ofMinutes(3));
  }

  private JsonNode untilEnded(long run, Duration patience) {
    return Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> call("GET", "/api/runs/" + run, null),
            answer -> !answer.path("status").asText().equals("RUNNING"));
  }

  /**
   * Waits until nothing runs, and no event is left that may be about to have something read again.
   */
  public void untilQuiet() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                count(
                        """
                        select (select count(*) from store.refresh)
                             + (select count(*) from store.run where status = 'RUNNING')
                             + (select count(*) from store.event e join store.reader r on r.name = 'refresh' and (e.xid, e.seq) > (r.xid, r.seq))""")
                    == 0);
  }

  /** The JSON that a call answers with. */
  public JsonNode call(String method, String path, String body) {
    try {
      return JSON.readTree(send(method, path, body).body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a call, as the administrator unless a header says otherwise. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes()))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  /** The first column of a query, as a set of texts. */
  public Set<String> column(String sql) {
    return new TreeSet<>(database().sql(sql).query(String.class).list());
  }

  public long count(String sql) {
    return database().sql(sql).query(Long.class).single();
  }

  public JdbcClient database() {
    return context.getBean(JdbcClient.class);
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
