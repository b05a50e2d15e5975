package org.oktadata.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;

/** A broker in KRaft mode in this process, on a free port, that can be stopped and come back. */
public final class TestBroker implements AutoCloseable {

  private final Map<String, String> settings;
  private final String address;
  private KafkaRaftServer server;

  private TestBroker(Map<String, String> settings, String address) {
    this.settings = settings;
    this.address = address;
  }

  /** Starts one with its data in a folder. */
  public static TestBroker start(Path folder) {
    return start(folder, Map.of());
  }

  /** Starts one that lets in who gives this name and password. */
  static TestBroker startWithLogin(Path folder, String name, String password) {
    return start(folder, login(name, password));
  }

  /** Starts one that asks for rights, and refuses nobody anything until somebody is denied it. */
  static TestBroker startWithRights(Path folder) {
    return start(
        folder,
        Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true"));
  }

  private static TestBroker start(Path folder, Map<String, String> more) {
    Exit.setHaltProcedure(TestBroker::staysAlive); // of a broker whose folder is gone
    Exit.setExitProcedure(TestBroker::staysAlive);
    try {
      int port = freePort();
      int controller = freePort();
      String logs = folder.resolve("kafka").toString();
      Map<String, String> settings = new HashMap<>();
      settings.put("process.roles", "broker,controller");
      settings.put("node.id", "1");
      settings.put(
          "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
      settings.put("controller.listener.names", "CONTROLLER");
      settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
      settings.put("log.dirs", logs);
      settings.put("auto.create.topics.enable", "false");
      settings.put("offsets.topic.replication.factor", "1");
      settings.put("offsets.topic.num.partitions", "3");
      settings.put("group.initial.rebalance.delay.ms", "0");
      settings.putAll(more);
      format(logs);
      TestBroker broker = new TestBroker(settings, "127.0.0.1:" + port);
      broker.startAgain();
      return broker;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> login(String name, String password) {
    return Map.of(
        "listener.security.protocol.map", "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms", "PLAIN",
        "sasl.mechanism.inter.broker.protocol", "PLAIN",
        "listener.name.plaintext.plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\";"
                    .formatted(name, password));
  }

  /** Comes back, and lets in who gives another password. */
  void startAgainWithLogin(String name, String password) {
    settings.putAll(login(name, password));
    startAgain();
  }

  private static void staysAlive(int status, String message) {
    throw new IllegalStateException("The broker failed: " + message);
  }

  private static void format(String logs) throws Exception {
    Formatter formatter = new Formatter();
    formatter.setPrintStream(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    formatter.setNodeId(1);
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setMetadataLogDirectory(logs);
    formatter.addDirectory(logs);
    formatter.setReleaseVersion(MetadataVersion.latestProduction());
    formatter.run();
  }

  public String bootstrapServers() {
    return address;
  }

  /** As when its machine is taken down in good order. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
    server = null;
  }

  public void startAgain() {
    server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
  }

  /** Everything in a topic, in the order of each partition. */
  public List<ConsumerRecord<String, String>> read(String topic) {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  /** What a topic says for itself, whatever the broker does to others. */
  public Map<String, String> settings(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      Map<String, String> own = new TreeMap<>();
      for (ConfigEntry each :
          admin.describeConfigs(List.of(resource)).all().get().get(resource).entries()) {
        if (each.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
          own.put(each.name(), each.value());
        }
      }
      return own;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes one right to a topic from everybody, and leaves the others. */
  void deny(String topic, AclOperation operation) {
    ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin
          .createAcls(
              List.of(
                  right(resource, AclOperation.ALL, AclPermissionType.ALLOW),
                  right(resource, operation, AclPermissionType.DENY)))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AclBinding right(
      ResourcePattern resource, AclOperation operation, AclPermissionType type) {
    return new AclBinding(resource, new AccessControlEntry("User:*", "*", operation, type));
  }

  /** Sets something of a topic, as its owner may at any time. */
  void set(String topic, String name, String value) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As its owner may at any time, whoever writes to it meanwhile. */
  void delete(String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a record as somebody else might. */
  public void write(String topic, String key, String value, Map<String, String> headers) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
      ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
      headers.forEach(
          (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records of a topic that a group has not committed yet. */
  public long lag(String group, String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address));
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", address),
                new StringDeserializer(),
                new StringDeserializer())) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      return consumer.endOffsets(partitions).entrySet().stream()
          .mapToLong(
              end -> {
                OffsetAndMetadata at = committed.get(end.getKey());
                return end.getValue() - (at == null ? 0 : at.offset());
              })
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes a group that nobody is in back to the beginning, as if it had committed nothing. */
  public void rewind(String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
      for (TopicPartition each :
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().keySet()) {
        beginning.put(each, new OffsetAndMetadata(0));
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .ignoreException(ExecutionException.class)
          .until(() -> admin.alterConsumerGroupOffsets(group, beginning).all().get() == null);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      stop();
    }
  }
}
