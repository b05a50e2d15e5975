package org.oktadata.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.oktadata.events.RecordLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The topics of this application: {@code okta.events}, {@code okta.changes} and {@code
 * okta.findings}. Those that are missing are made; those that exist are left as they are.
 */
@Component
public class KafkaTopics implements RecordLimit {

  /** Names of topics. */
  public static final String EVENTS = "okta.events";

  public static final String CHANGES = "okta.changes";
  public static final String FINDINGS = "okta.findings";

  private static final Logger log = LoggerFactory.getLogger(KafkaTopics.class);

  /** What a record needs beside its value. */
  private static final int FRAME = 4096;

  /** Between two tries, and how long others wait for one to end. */
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();

  private final KafkaSettings settings;
  private final ReentrantLock trying = new ReentrantLock();
  private volatile boolean ready;
  private volatile boolean doubted;
  private volatile Map<String, Integer> largest = Map.of();

  /** Bytes of the smallest value that each topic didn't take, since it last said what it takes. */
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();

  private volatile long triedAt;
  private volatile String problem;

  KafkaTopics(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Sees to it that the topics exist. Once they do, this costs nothing.
   *
   * @throws KafkaException while the brokers are away, or don't allow it
   */
  public void ensure() {
    if (isSettled()) {
      return;
    }
    try {
      if (!trying.tryLock(PAUSE, TimeUnit.NANOSECONDS)) {
        throw new KafkaFailure("Kafka doesn't answer", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
    try {
      tryOnce();
    } finally {
      trying.unlock();
    }
  }

  /** Many may be refused at once: each look is a client of its own, which may have to log in. */
  private boolean isSettled() {
    return ready && !(doubted && System.nanoTime() - triedAt >= PAUSE);
  }

  private void tryOnce() {
    if (!ready && problem != null && System.nanoTime() - triedAt < PAUSE) {
      throw new KafkaFailure(problem, null);
    }
    try {
      if (!isSettled()) {
        doubted = false; // what comes meanwhile counts
        make();
        sayReady();
      }
    } catch (KafkaException e) {
      ready = false;
      say(e);
      throw new KafkaFailure(problem, e);
    } finally {
      triedAt = System.nanoTime();
    }
  }

  /**
   * Something wasn't taken, so they are looked at again, two seconds after the last time at the
   * earliest: a topic may be gone, or take smaller records than it did.
   */
  void doubt() {
    doubted = true;
  }

  /** A topic didn't take a value of so many bytes. */
  void refuses(String topic, int bytes) {
    refused.merge(topic, bytes, Math::min);
  }

  /** Bytes of the largest value that topic okta.events takes. */
  @Override
  public int largestValue() {
    return largestValue(EVENTS);
  }

  /**
   * Bytes of the largest value that a topic takes: one that others made may take less than ours.
   */
  int largestValue(String topic) {
    return Math.min(largest.getOrDefault(topic, Integer.MAX_VALUE), settings.largestRequest())
        - FRAME;
  }

  /** For the health details. */
  String state() {
    return !settings.isOn() ? "off" : ready ? "ready" : problem == null ? "not asked yet" : problem;
  }

  private void sayReady() {
    if (!ready) {
      log.info("Kafka: topics {}, {} and {} are ready", EVENTS, CHANGES, FINDINGS);
    }
    problem = null;
    ready = true;
  }

  private void say(KafkaException e) {
    String before = problem;
    problem = "Kafka's topics can't be had: " + e.getMessage();
    if (!problem.equals(before)) {
      log.warn("{}", problem);
    }
  }

  private void make() {
    try (Admin admin = KafkaClients.admin(settings)) {
      Set<String> there = admin.listTopics().names().get();
      look(admin, there);
      List<NewTopic> missing = new ArrayList<>();
      for (NewTopic topic : topics()) {
        if (!there.contains(topic.name())) {
          missing.add(topic);
        }
      }
      for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
        await(made);
      }
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  /** How large records of topics may be that somebody else made, or made smaller. */
  private void look(Admin admin, Set<String> there) throws InterruptedException {
    List<ConfigResource> topics =
        Stream.of(EVENTS, CHANGES, FINDINGS)
            .filter(there::contains)
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();
    Map<String, Integer> limits = new HashMap<>();
    for (var each : admin.describeConfigs(topics).values().entrySet()) {
      limits.put(each.getKey().name(), limit(each.getKey().name(), each.getValue()));
    }
    if (!limits.equals(largest)) {
      limits.forEach(this::tellOfSmall);
    }
    largest = Map.copyOf(limits);
  }

  private void tellOfSmall(String topic, int limit) {
    if (limit < settings.largestRequest()) {
      log.warn(
          "Kafka: topic {} takes records of up to {} bytes (max.message.bytes), max.request.size is {}: {}",
          topic,
          limit,
          settings.largestRequest(),
          topic.equals(EVENTS)
              ? "larger events go straight into the database"
              : "larger ones are told without what they were before, or not at all");
    }
  }

  /**
   * Where it can't be read, the topic takes what it took before, or else is taken for one that
   * takes what we send, until it refuses something for its size.
   */
  int limit(String topic, KafkaFuture<Config> said) throws InterruptedException {
    try {
      ConfigEntry entry = said.get().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      if (entry == null || entry.value() == null) {
        return known(topic, "the brokers don't say");
      }
      refused.remove(topic);
      return Integer.parseInt(entry.value());
    } catch (ExecutionException e) {
      return known(topic, e.getCause().getMessage());
    }
  }

  private int known(String topic, String reason) {
    Integer before = largest.get(topic);
    if (before == null) {
      log.warn(
          "Kafka: how large records of topic {} may be can't be read ({}); see that its max.message.bytes is {} or more",
          topic,
          reason,
          settings.largestRequest());
    }
    Integer tooLarge = refused.get(topic);
    return Math.min(
        before == null ? settings.largestRequest() : before,
        tooLarge == null ? Integer.MAX_VALUE : tooLarge - 1 + FRAME);
  }

  private static void await(KafkaFuture<Void> made)
      throws ExecutionException, InterruptedException {
    try {
      made.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) { // another instance was faster
        throw e;
      }
    }
  }

  private List<NewTopic> topics() {
    return List.of(
        topic(EVENTS, keep(settings.keepEvents())),
        settings.compactChanges()
            ? topic(CHANGES, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact"))
            : topic(CHANGES, keep(Duration.ZERO)),
        topic(FINDINGS, keep(settings.keepFindings())));
  }

  private NewTopic topic(String name, Map<String, String> configuration) {
    Optional<Short> replicas =
        Optional.of((short) settings.replicationFactor()).filter(number -> number > 0);
    Map<String, String> all = new HashMap<>(configuration);
    all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(settings.largestRequest()));
    return new NewTopic(name, Optional.of(settings.partitions()), replicas).configs(all);
  }

  /** By time alone, whatever the brokers do to topics that don't say. */
  private static Map<String, String> keep(Duration time) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_BYTES_CONFIG,
        "-1",
        TopicConfig.RETENTION_MS_CONFIG,
        time.isZero() ? "-1" : String.valueOf(time.toMillis()));
  }
}
