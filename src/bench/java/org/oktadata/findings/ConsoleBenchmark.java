package org.oktadata.findings;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.oktadata.Application;
import org.oktadata.bench.CpuTime;
import org.oktadata.figures.SummaryCounts;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long the server takes for each page of the console over a large org: median and worst of 20
 * requests, one after the other, and the CPU time of one, which a busy machine hardly changes. Arguments: users (100,000), events (1,000,000), and a folder that
 * keeps the database, so that a second run need not write it again; with a fourth one, a port, the
 * application goes on afterwards.
 */
public final class ConsoleBenchmark {

  private static final int TIMES = Integer.getInteger("times", 20);
  private static final String ORG = "large";

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final String base;

  private ConsoleBenchmark(String base) {
    this.base = base;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int users = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Path folder = arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("console");
    String port = arguments.length > 3 ? arguments[3] : "0";
    ConfigurableApplicationContext app =
        SpringApplication.run(
            Application.class,
            "--server.port=" + port,
            "--okta.database.directory=" + folder,
            "--okta.database.port=0",
            "--spring.security.user.name=admin",
            "--spring.security.user.password=test",
            "--okta.schedule.full=0",
            "--okta.schedule.delta=0",
            "--okta.schedule.log=0",
            "--okta.integrations[0].name=" + ORG,
            "--okta.integrations[0].issuer=http://127.0.0.1:1",
            "--okta.integrations[0].client-id=none",
            "--okta.integrations[0].client-secret=none");
    JdbcClient database = app.getBean(JdbcClient.class);
    fill(app, database, users, events);
    String base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
    ConsoleBenchmark benchmark = new ConsoleBenchmark(base);
    benchmark.signIn();
    benchmark.measure(pages(database), server(folder));
    if (arguments.length <= 3) {
      System.exit(0);
    }
  }

  private static void fill(ConfigurableApplicationContext app, JdbcClient database, int users, int events) {
    if (count(database, "select count(*) from okta.users") >= users) {
      return;
    }
    List<Check> checks =
        app.getBean(RuleLibrary.class).current().checks().stream().filter(check -> check.manual() == null).toList();
    new LargeOrg(database, ORG, users, events).fill(checks);
    // The events are taken for judged: what detections cost is measured elsewhere.
    for (String reader : List.of("store.follower", "store.reader")) {
      database
          .sql("update %s set (xid, seq) = (select xid, seq from store.event order by xid desc, seq desc limit 1)".formatted(reader))
          .update();
    }
    Checks evaluation = app.getBean(Checks.class);
    checks.forEach(check -> evaluation.evaluate(check, ORG));
    // Only what was read to its end is counted.
    database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, status, trigger, finished_at) values (:org, 'full', 'SUCCESS', 'benchmark', now()) returning id)
            insert into store.run_data_type (run_id, data_type, integration, status, finished_at)
            select run.id, t, :org, 'SUCCESS', now() from run, unnest(array['users', 'factors']) t""")
        .param("org", ORG)
        .update();
    app.getBean(SummaryCounts.class).refresh();
    database.sql("vacuum analyze").update();
  }

  private static Map<String, String> pages(JdbcClient database) {
    String finding = Long.toString(count(database, "select min(id) from store.finding"));
    String event = database.sql("select uuid from store.event limit 1").query(String.class).single();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/overview");
    pages.put("findings", "/findings");
    pages.put("findings, all states, last page but one", "/findings?status=&page=1999");
    pages.put("findings of a login", "/findings?text=user4711");
    pages.put("findings of a check, high", "/findings?severity=high&kind=posture");
    pages.put("one finding", "/findings/" + finding);
    pages.put("users", "/users");
    pages.put("users, search as one types: u", "/users?text=u");
    pages.put("users, search as one types: user4711", "/users?text=user4711");
    pages.put("users, search as one types: first and last name", "/users?text=first7+last1");
    pages.put("users without a factor", "/users?strength=none&status=ACTIVE");
    pages.put("users dormant for 90 days", "/users?dormant=90");
    pages.put("users with a role", "/users?role=Help+Desk+Administrator");
    pages.put("administrators", "/users?admin=true");
    pages.put("one user", "/users/" + ORG + "/u4711");
    pages.put("one user as of yesterday", "/users/" + ORG + "/u4711?asOf=" + java.time.LocalDate.now().minusDays(1));
    pages.put("groups", "/groups");
    pages.put("groups, search", "/groups?text=group+7");
    pages.put("one group", "/groups/" + ORG + "/g100");
    pages.put("one group, search of a member", "/groups/" + ORG + "/g100?member=user1");
    pages.put("apps", "/apps");
    pages.put("one app", "/apps/" + ORG + "/a100");
    pages.put("events", "/events");
    pages.put("events, failed sign-ins", "/events?filter=" + filter("eventType eq \"user.session.start\" and outcome.result eq \"FAILURE\""));
    pages.put("events of an actor", "/events?filter=" + filter("actor.alternateId eq \"u4711@example.com\""));
    pages.put("events that don't exist", "/events?filter=" + filter("client.geographicalContext.country eq \"Atlantis\""));
    pages.put("live tail", "/events/tail");
    pages.put("live tail, filtered", "/events/tail?filter=" + filter("outcome.result eq \"FAILURE\""));
    pages.put("one event", "/events/" + ORG + "/" + event);
    pages.put("checks and detections", "/checks");
    pages.put("one check", "/checks/user-without-mfa");
    pages.put("coverage", "/checks/coverage");
    pages.put("coverage, the largest rule set", "/checks/coverage?set=rules");
    pages.put("integrations", "/integrations");
    pages.put("add integration", "/integrations/new");
    pages.put("settings, general", "/integrations/" + ORG + "/settings");
    pages.put("settings, advanced", "/integrations/" + ORG + "/settings/advanced");
    pages.put("settings, event streaming", "/integrations/" + ORG + "/settings/event-streaming");
    pages.put("live counter of event streaming", "/integrations/" + ORG + "/settings/event-streaming/live");
    pages.put("remove", "/integrations/" + ORG + "/remove");
    pages.put("runs", "/runs");
    pages.put("audit log", "/audit");
    return pages;
  }

  private static String filter(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** With a session, as a browser has one: checking a password costs more than most pages. */
  private void signIn() throws IOException, InterruptedException {
    http.send(HttpRequest.newBuilder(URI.create(base + "/login")).build(), BodyHandlers.discarding());
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
            .findFirst()
            .orElseThrow()
            .getValue();
    http.send(
        HttpRequest.newBuilder(URI.create(base + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("username=admin&password=test&_csrf=" + token))
            .build(),
        BodyHandlers.discarding());
  }

  private void measure(Map<String, String> pages, Path server) throws IOException {
    pages.values().forEach(this::millis); // Code and caches get warm.
    System.out.printf("| page | median, ms | worst, ms | CPU ms: JVM | database |%n|---|--:|--:|--:|--:|%n");
    for (Map.Entry<String, String> page : pages.entrySet()) {
      double jvm = CpuTime.of(ProcessHandle.current().pid());
      double postgres = CpuTime.ofPostgres(server);
      double[] took = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        took[i] = millis(page.getValue());
      }
      Arrays.sort(took);
      System.out.printf(
          "| %s | %.0f | %.0f | %.0f | %.0f |%n",
          page.getKey(),
          took[TIMES / 2],
          took[TIMES - 1],
          (CpuTime.of(ProcessHandle.current().pid()) - jvm) * 1000 / TIMES,
          (CpuTime.ofPostgres(server) - postgres) * 1000 / TIMES);
    }
  }

  private static Path server(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.endsWith("postmaster.pid"))
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  private final List<String> complained = new ArrayList<>();

  private double millis(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "text/html")
            .build();
    long started = System.nanoTime();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      double took = (System.nanoTime() - started) / 1e6;
      if (answer.statusCode() != 200 && !complained.contains(path)) {
        complained.add(path);
        System.out.printf("%s answers %d%n", path, answer.statusCode());
      }
      return took;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long count(JdbcClient database, String sql) {
    return database.sql(sql).query(Long.class).single();
  }
}
