package org.oktadata.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.oktadata.AppUnderTest;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Events a second through each door, beside the bare statement and the queue alone with the same
 * data, and the delay of a steady stream. Queue, senders and application share this JVM, so the
 * doors pay for their senders. Option: the number of events, 50,000.
 */
public final class StreamBenchmark {

  private static final int BATCH = 100;
  private static final int THREADS = 4;
  private static final String KEY = "key-of-the-benchmarks";

  private final int count;
  private final TestQueue queue;
  private AppUnderTest app;

  private StreamBenchmark(int count, TestQueue queue) {
    this.count = count;
    this.queue = queue;
  }

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length == 0 ? 50_000 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("stream-bench");
    SandboxOkta okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.ofUsers(10), 7))
            .register(SandboxClient.withSecret("app", "secret"));
    try (TestQueue queue = TestQueue.start()) {
      StreamBenchmark benchmark = new StreamBenchmark(count, queue);
      benchmark.queueAlone();
      try (AppUnderTest app =
          AppUnderTest.start(
              folder,
              okta,
              "--okta.integrations[0].intake-key=" + KEY,
              "--okta.detections=" + folder.resolve("no-detections"),
              "--okta.streaming.http.requests-per-second=100000",
              "--okta.streaming.sqs.region=us-east-1",
              "--okta.streaming.sqs.queue-url=" + queue.url())) {
        benchmark.app = app;
        benchmark.run();
      }
    }
    System.exit(0);
  }

  /** Before anybody else takes messages; warm first, as the doors are. */
  private void queueAlone() throws Exception {
    System.out.printf("| what | events | events/s |%n|---|--:|--:|%n");
    fill("z", 10_000);
    drain(10_000);
    fill("q", count);
    row("queue alone: receive and delete", drain(count));
  }

  private void run() throws Exception {
    BareStatement bare = new BareStatement(app.bean(DataSource.class));
    parallel("w", 10_000, i -> bare.store(events("w", i)));
    row("bare statement, batches of 100", parallel("b", count, i -> bare.store(events("b", i))));
    parallel("x", 10_000, i -> post(events("x", i)));
    row("HTTP intake, batches of 100", parallel("h", count, i -> post(events("h", i))));
    fill("y", 10_000);
    untilStored(10_000);
    Gate gate = Gate.of(app.bean(CamelContext.class));
    gate.shut();
    fill("s", count);
    long start = System.nanoTime();
    gate.reopen();
    untilStored(10_000 + count);
    row("queue to committed", System.nanoTime() - start);
    long[] took = new Arrivals().measure(app, queue, 1000, 20);
    System.out.printf(
        "%nAt 1,000 events/s, from queue to query: p50 %d ms, p95 %d ms, p99 %d ms%n",
        took[took.length / 2], took[took.length * 95 / 100], took[took.length * 99 / 100]);
  }

  /**
   * Holds the queue's consumers back. Stopping the route would interrupt their calls, and they wait
   * for seconds after a failed one.
   */
  private static final class Gate extends DefaultPollingConsumerPollStrategy {

    private volatile boolean open = true;

    static Gate of(CamelContext camel) {
      Gate gate = new Gate();
      ((ScheduledPollConsumer) camel.getRoute("stream-sqs").getConsumer()).setPollStrategy(gate);
      return gate;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
      return open;
    }

    /** Waits until what may already wait at the queue has come back empty. */
    void shut() throws InterruptedException {
      open = false;
      TimeUnit.SECONDS.sleep(12);
    }

    void reopen() {
      open = true;
    }
  }

  private void row(String what, long nanos) {
    System.out.printf("| %s | %,d | %,.0f |%n", what, count, count / (nanos / 1e9));
  }

  private static List<String> events(String prefix, int batch) {
    return Events.many(prefix + batch + "-", BATCH);
  }

  private void post(List<String> events) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(app.url() + "/intake/event-hooks/acme"))
            .header("Authorization", KEY)
            .POST(HttpRequest.BodyPublishers.ofString(Events.hook(events)))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();

  /** Counting reads the whole table, so it begins once all have been taken off the queue. */
  private void untilStored(int events) throws InterruptedException {
    while (statistics("stream-sqs").getExchangesCompleted() < events) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    while (app.count("select count(*) from store.event where received_via = 'sqs'") < events) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private ManagedRouteMBean statistics(String route) {
    return app.bean(CamelContext.class)
        .getCamelContextExtension()
        .getContextPlugin(ManagedCamelContext.class)
        .getManagedRoute(route);
  }

  private void fill(String prefix, int events) throws Exception {
    parallel(
        prefix,
        events,
        i -> queue.send(events(prefix, i).stream().map(e -> Events.eventbridge("acme", e)).toList()));
  }

  /** Takes all messages off the queue as fast as two threads can. */
  private long drain(int events) throws Exception {
    AtomicInteger left = new AtomicInteger(events);
    return parallel(2, () -> {
      while (left.get() > 0) {
        List<Message> messages =
            queue.client().receiveMessage(r -> r.queueUrl(queue.url()).maxNumberOfMessages(10)).messages();
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Message message : messages) {
          entries.add(
              DeleteMessageBatchRequestEntry.builder()
                  .id(Integer.toString(entries.size()))
                  .receiptHandle(message.receiptHandle())
                  .build());
        }
        if (!entries.isEmpty()) {
          queue.client().deleteMessageBatch(r -> r.queueUrl(queue.url()).entries(entries));
          left.addAndGet(-entries.size());
        }
      }
      return null;
    });
  }

  private static long parallel(String prefix, int events, IntConsumer work) throws Exception {
    AtomicInteger next = new AtomicInteger();
    return parallel(THREADS, () -> {
      for (int i = next.getAndIncrement(); i < events / BATCH; i = next.getAndIncrement()) {
        work.accept(i);
      }
      return null;
    });
  }

  private static long parallel(int threads, Callable<Void> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(pool.submit(work));
    }
    for (Future<Void> each : all) {
      each.get();
    }
    pool.shutdown();
    return System.nanoTime() - start;
  }
}
