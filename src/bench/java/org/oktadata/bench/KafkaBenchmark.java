package org.oktadata.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.oktadata.events.Events;
import org.oktadata.kafka.TestBroker;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.store.EmbeddedDatabase;
import org.oktadata.store.PreparedFolder;

/**
 * Events through Kafka into the database while things break: three instances, one of which is
 * killed, and the broker restarted once. Every tenth batch is sent twice. Afterwards the database
 * must hold exactly the distinct events, and a replay of okta.changes exactly the current
 * documents. Senders, broker and sandbox share this JVM. Options: the number of events, 300,000, and
 * whether anything breaks, true.
 */
public final class KafkaBenchmark {

  private static final int BATCH = 100;
  private static final int THREADS = 4;
  private static final String GROUP = "okta-data-integration";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int batches;
  private final boolean breaks;
  private final TestBroker broker;
  private final Connection database;
  private final List<KafkaInstance> instances;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  private KafkaBenchmark(
      int events,
      boolean breaks,
      TestBroker broker,
      Connection database,
      List<KafkaInstance> instances) {
    this.batches = events / BATCH;
    this.breaks = breaks;
    this.broker = broker;
    this.database = database;
    this.instances = instances;
  }

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length == 0 ? 300_000 : Integer.parseInt(arguments[0]);
    boolean breaks = arguments.length < 2 || Boolean.parseBoolean(arguments[1]);
    Path folder = Files.createTempDirectory("kafka-bench");
    boolean right;
    PreparedFolder.knownPassword(folder);
    SandboxOkta okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(500), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    List<KafkaInstance> instances = new ArrayList<>();
    try (EmbeddedDatabase server = EmbeddedDatabase.open(new DatabaseSettings(folder, 0));
        TestBroker broker = TestBroker.start(folder);
        Connection database = DriverManager.getConnection(server.url(), "postgres", server.password())) {
      try {
        startThree(instances, folder, okta.url(), server.url(), broker.bootstrapServers());
        KafkaBenchmark benchmark = new KafkaBenchmark(events, breaks, broker, database, instances);
        right = benchmark.collectAndCompare(okta) & benchmark.run(folder);
      } finally {
        instances.forEach(KafkaInstance::stop);
      }
    }
    System.exit(right ? 0 : 1);
  }

  /** The first one makes the tables. */
  private static void startThree(
      List<KafkaInstance> instances, Path folder, String okta, String database, String brokers)
      throws Exception {
    for (int i = 0; i < 3; i++) {
      instances.add(KafkaInstance.start(folder, okta, database, brokers));
      instances.get(0).awaitHealthy();
    }
    for (KafkaInstance instance : instances) {
      instance.awaitHealthy();
    }
  }

  private boolean collectAndCompare(SandboxOkta okta) throws Exception {
    for (int round = 0; round < 2; round++) {
      instances.get(round).collect();
      while (count("select count(*) from store.run where mode = 'full' and status = 'RUNNING'") > 0) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      List<String> users = List.copyOf(okta.org().truth().users("ACTIVE"));
      for (int i = 0; i < 100; i++) {
        okta.org().changes().changeUser(users.get(i), Map.of("title", "Round " + round));
      }
      okta.org().changes().deleteUser(users.get(users.size() - 1));
    }
    while (count(
            "select count(*) from store.publisher where snapshot is null and capturing and not exists (select from store.outbox)")
        == 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    Map<String, JsonNode> replayed = new HashMap<>();
    List<ConsumerRecord<String, String>> records = broker.read("okta.changes");
    for (ConsumerRecord<String, String> record : records) {
      JsonNode after = JSON.readTree(record.value()).path("after");
      replayed.merge(record.key(), after, (before, now) -> now);
    }
    replayed.values().removeIf(JsonNode::isNull);
    Map<String, JsonNode> stored = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select store.document_key(integration, data_type, parent_id, id), doc::text from store.resource where deleted_at is null")) {
      while (rows.next()) {
        stored.put(rows.getString(1), JSON.readTree(rows.getString(2)));
      }
    }
    System.out.printf(
        "okta.changes: %,d records rebuild %,d documents; the store has %,d; %s%n",
        records.size(),
        replayed.size(),
        stored.size(),
        replayed.equals(stored) ? "the same" : "NOT THE SAME");
    return replayed.equals(stored);
  }

  private boolean run(Path folder) throws Exception {
    double jvms = cpu();
    double postgres = CpuTime.ofPostgres(folder.resolve("postgres"));
    long before = count("select count(*) from store.event");
    long start = System.nanoTime();
    ExecutorService senders = Executors.newFixedThreadPool(THREADS);
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random dice = new Random(i);
      all.add(senders.submit(() -> send(dice)));
    }
    double killed = breaks ? breakThings() : 0;
    for (Future<Void> each : all) {
      each.get();
    }
    senders.shutdown();
    double taken = (System.nanoTime() - start) / 1e9;
    long expected = (long) batches * BATCH;
    while (broker.lag(GROUP, "okta.events") > 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    double stored = (System.nanoTime() - start) / 1e9;
    long there = count("select count(*) from store.event") - before;
    long distinct =
        count("select count(distinct uuid) from store.event where received_via = 'event-hook'");
    System.out.printf(
        "%,d events in %,d that were sent; %,d rows, %,d distinct; refused and sent again: %,d batches%n",
        expected, sent.get() * (long) BATCH, there, distinct, refused.get());
    System.out.printf(
        "taken in %.1f s (%,.0f/s), stored after %.1f s (%,.0f/s); CPU µs an event: instances %.0f, database %.0f%n",
        taken,
        expected / taken,
        stored,
        expected / stored,
        (cpu() + killed - jvms) / expected * 1e6,
        (CpuTime.ofPostgres(folder.resolve("postgres")) - postgres) / expected * 1e6);
    return there == expected && distinct == expected;
  }

  /** One instance is killed at a third of the way, and the broker restarted at two thirds. */
  private double breakThings() throws InterruptedException {
    await(batches / 3);
    double cpu = instances.get(2).cpu();
    instances.get(2).kill();
    System.out.println("one instance killed");
    await(batches * 2 / 3);
    broker.stop();
    TimeUnit.SECONDS.sleep(3);
    broker.startAgain();
    System.out.println("broker restarted");
    return cpu;
  }

  private void await(int batch) throws InterruptedException {
    while (next.get() < batch) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Void send(Random dice) throws InterruptedException {
    for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
      String body = Events.hook(Events.many("k" + i + "-", BATCH));
      for (int times = i % 10 == 0 ? 2 : 1; times > 0; times--) {
        while (!instances.get(dice.nextInt(instances.size())).take(body)) {
          refused.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(100);
        }
        sent.incrementAndGet();
      }
    }
    return null;
  }

  private double cpu() {
    return instances.stream().mapToDouble(KafkaInstance::cpu).sum();
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
