package org.oktadata.findings;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.oktadata.bench.Options;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.store.ReaderSettings;
import org.oktadata.web.console.ScaleQuestions;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What collection, people and checks wait for in a large database, beside one of a tenth of its
 * size in the same server, in turns. Options: {@code --server=jdbc:postgresql://localhost:5432/
 * --user=postgres --password=… --users=1000000 --events=50000000 --days=92 --rounds=20
 * --parts=writes,questions,summaries,checks}.
 * Databases scale_tenth and scale_whole are written if they aren't there yet: 45 GB.
 */
public final class ScaleBenchmark {

  private final Options options;
  private final int rounds;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private record Place(
      HikariDataSource source, int users, AnnotationConfigApplicationContext beans, JdbcClient database) {}

  private ScaleBenchmark(Options options) {
    this.options = options;
    this.rounds = Integer.parseInt(options.text("rounds", "20"));
  }

  public static void main(String[] arguments) throws IOException {
    ScaleBenchmark benchmark = new ScaleBenchmark(new Options(arguments));
    benchmark.open("scale_tenth", 10);
    benchmark.open("scale_whole", 1);
    List<String> parts = List.of(benchmark.options.text("parts", "writes,questions,summaries,checks").split(","));
    if (parts.contains("writes")) {
      benchmark.writes();
    }
    if (parts.contains("questions")) {
      benchmark.questions();
    }
    if (parts.contains("summaries")) {
      benchmark.summaries();
    }
    if (parts.contains("checks")) {
      benchmark.checks();
    }
    System.exit(0);
  }

  private void open(String name, int part) throws IOException {
    int users = Integer.parseInt(options.text("users", "1000000")) / part;
    long events = Long.parseLong(options.text("events", "50000000")) / part;
    JdbcClient server = JdbcClient.create(pool("postgres"));
    if (!server.sql("select exists (select from pg_database where datname = ?)").param(name).query(Boolean.class).single()) {
      server.sql("create database " + name).update();
    }
    HikariDataSource source = pool(name);
    ScaleOrg org = new ScaleOrg(source, users, events, Integer.parseInt(options.text("days", "92")));
    org.migrate();
    AnnotationConfigApplicationContext beans = beans(source);
    if (!org.filled()) {
      org.fill(automatic(beans));
    }
    System.out.printf("%s: %s%n", name, org.size());
    places.put(name, new Place(source, users, beans, JdbcClient.create(source)));
  }

  private void writes() throws IOException {
    Map<String, Map<String, List<Long>>> took = new LinkedHashMap<>();
    Map<String, ScaleWrites> writes = new LinkedHashMap<>();
    for (Map.Entry<String, Place> each : places.entrySet()) {
      writes.put(each.getKey(), new ScaleWrites(each.getValue().source(), each.getValue().users()));
    }
    Random random = new Random(1);
    for (int round = -2; round < rounds; round++) {
      for (Map.Entry<String, ScaleWrites> each : writes.entrySet()) {
        int n = random.nextInt(places.get(each.getKey()).users());
        for (Map.Entry<String, IntConsumer> statement : each.getValue().all().entrySet()) {
          note(took, round, statement.getKey(), each.getKey(), each.getValue().timed(statement.getValue(), n));
        }
      }
    }
    report("statement of collection", took);
  }

  private void questions() {
    Map<String, Map<String, List<Long>>> took = new LinkedHashMap<>();
    Random random = new Random(2);
    for (int round = -2; round < rounds; round++) {
      for (Map.Entry<String, Place> each : places.entrySet()) {
        Place place = each.getValue();
        int n = random.nextInt(place.users()) + 1;
        for (Map.Entry<String, IntConsumer> question : new ScaleQuestions(place.beans(), newest(place)).all().entrySet()) {
          long start = System.nanoTime();
          question.getValue().accept(n);
          note(took, round, question.getKey(), each.getKey(), System.nanoTime() - start);
        }
      }
    }
    report("question", took);
  }

  private void summaries() throws IOException {
    Map<String, Map<String, List<Long>>> took = new LinkedHashMap<>();
    for (int round = -1; round < 2; round++) {
      for (Map.Entry<String, Place> each : places.entrySet()) {
        for (String name : List.of("identities", "identities-gone", "people", "roles", "sign-ins", "trend")) {
          String sql = new ClassPathResource("sql/summaries/" + name + ".sql").getContentAsString(StandardCharsets.UTF_8);
          JdbcClient.StatementSpec statement = each.getValue().database().sql(sql).param("name", ScaleOrg.INTEGRATION);
          long start = System.nanoTime();
          if (name.startsWith("identities")) {
            statement.update();
          } else {
            statement.query(String.class).single();
          }
          note(took, round, name, each.getKey(), System.nanoTime() - start);
        }
      }
    }
    report("summary of the overview", took);
  }

  /** The query of each check, and how many subjects it finds; findings aren't written. */
  private void checks() {
    System.out.printf("%n| check | a tenth, ms | whole, ms | ratio |%n|---|--:|--:|--:|%n");
    for (Check check : automatic(places.get("scale_tenth").beans())) {
      Map<String, Double> took = new LinkedHashMap<>();
      String trouble = "";
      for (Map.Entry<String, Place> each : places.entrySet()) {
        AnnotationConfigApplicationContext beans = each.getValue().beans();
        Map<String, Object> settings = SettingValues.of(check, beans.getBean(RuleLibrary.class).settings());
        long start = System.nanoTime();
        try {
          beans.getBean(CheckQuery.class).failing(check, ScaleOrg.INTEGRATION, settings, FindingSettings.FINDINGS_PER_CHECK);
        } catch (DataAccessException e) {
          trouble += " " + each.getKey() + ": " + e.getMostSpecificCause().getMessage();
        }
        took.put(each.getKey(), (System.nanoTime() - start) / 1e6);
      }
      double tenth = took.get("scale_tenth");
      double whole = took.get("scale_whole");
      System.out.printf("| %s | %.0f | %.0f | %.1f |%s%n", check.id(), tenth, whole, whole / tenth, trouble);
    }
  }

  private static List<Check> automatic(AnnotationConfigApplicationContext beans) {
    return beans.getBean(RuleLibrary.class).current().checks().stream().filter(check -> check.manual() == null).toList();
  }

  private static java.time.Instant newest(Place place) {
    return place.database().sql("select max(published) from store.event where integration = ?").param(ScaleOrg.INTEGRATION)
        .query((row, n) -> row.getTimestamp(1).toInstant()).single();
  }

  /** The product's beans of findings, store and console, made when they are asked for. */
  private AnnotationConfigApplicationContext beans(HikariDataSource source) {
    AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    beans.getEnvironment().getPropertySources()
        .addFirst(new MapPropertySource("bench", Map.of("spring.datasource.url", source.getJdbcUrl())));
    Binder unset = Binder.get(beans.getEnvironment());
    beans.registerBean(HikariDataSource.class, () -> source);
    beans.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
    beans.registerBean(DataSourceTransactionManager.class, () -> new DataSourceTransactionManager(source));
    beans.registerBean(TransactionTemplate.class);
    beans.registerBean(OktaSettings.class, () -> unset.bindOrCreate("okta", Bindable.of(OktaSettings.class)));
    beans.registerBean(FindingSettings.class, () -> unset.bindOrCreate("okta", Bindable.of(FindingSettings.class)));
    beans.registerBean(ReaderSettings.class, () -> unset.bindOrCreate("okta.reader", Bindable.of(ReaderSettings.class)));
    beans.scan("org.oktadata.findings", "org.oktadata.store", "org.oktadata.web.console");
    beans.addBeanFactoryPostProcessor(
        factory -> {
          for (String name : factory.getBeanDefinitionNames()) {
            factory.getBeanDefinition(name).setLazyInit(true);
          }
        });
    beans.refresh();
    return beans;
  }

  private HikariDataSource pool(String name) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(options.text("server", "jdbc:postgresql://localhost:5432/") + name);
    pool.setUsername(options.text("user", "postgres"));
    pool.setPassword(options.text("password", "postgres"));
    pool.setMaximumPoolSize(4);
    return pool;
  }

  private static void note(Map<String, Map<String, List<Long>>> took, int round, String what, String where, long nanos) {
    if (round >= 0) {
      took.computeIfAbsent(what, w -> new LinkedHashMap<>()).computeIfAbsent(where, w -> new ArrayList<>()).add(nanos);
    }
  }

  private static void report(String head, Map<String, Map<String, List<Long>>> took) {
    System.out.printf("%n| %s | a tenth, ms | whole, ms | ratio |%n|---|--:|--:|--:|%n", head);
    took.forEach(
        (what, where) -> {
          double tenth = median(where.get("scale_tenth"));
          double whole = median(where.get("scale_whole"));
          System.out.printf("| %s | %.1f | %.1f | %.1f |%n", what, tenth, whole, whole / tenth);
        });
  }

  private static double median(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2) / 1e6;
  }
}
