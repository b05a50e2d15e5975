package org.oktadata.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.oktadata.integrations.WrongConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the clients that Camel's routes use, with the properties of {@code okta.kafka}. Those stay
 * out of Camel's endpoints, because JMX and hawtio show them, and some are secrets.
 */
@Component
public class KafkaClients extends DefaultKafkaClientFactory {

  private static final Logger log = LoggerFactory.getLogger(KafkaClients.class);

  /**
   * Whoever sends events wants an answer within three seconds, or sends again; so a broker that is
   * away is given up before.
   */
  private static final Map<String, String> SENDING =
      Map.of(
          // A producer that ends itself at a failure would tell an error of its metrics beside it.
          CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false",
          ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000",
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaSettings.LARGEST_REQUEST,
          ProducerConfig.BATCH_SIZE_CONFIG, "262144",
          ProducerConfig.LINGER_MS_CONFIG, "5");

  private static final Map<String, String> TAKING =
      Map.of(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");

  private static final Map<String, String> ASKING =
      Map.of(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "1500");

  /** What is given up altogether has had time for one request, and a little. */
  private static final int BEYOND_A_REQUEST = 500;

  /** As route stream-kafka has it. */
  private static final String GROUP = "okta-data-integration";

  /** Refuses at once. A producer can't be closed while a broker of its is silent, for a request. */
  private static final String NOWHERE = "127.0.0.1:1";

  /** A consumer that is refused tries again every few seconds. */
  private static final long RECENT = Duration.ofSeconds(15).toNanos();

  private record Refusal(String reason, long at) {}

  private final KafkaSettings settings;
  private final KafkaTopics topics;
  private volatile Refusal refusal;

  KafkaClients(KafkaSettings settings, KafkaTopics topics) {
    this.settings = settings;
    this.topics = topics;
    if (settings.isOn()) {
      tryProperties();
    }
  }

  /**
   * Makes each kind of client once, which asks no broker for anything. Where it can't log in the
   * others aren't tried: each would wait for as long.
   *
   * @throws WrongConfiguration for properties that don't go together, or name a file that can't be
   *     read: intakes would refuse all events until somebody reads the log
   */
  private void tryProperties() {
    KafkaConfiguration usual = new KafkaConfiguration();
    usual.setGroupId(GROUP);
    usual.setRequestRequiredAcks("all");
    usual.setEnableIdempotence(true);
    usual.setAutoCommitEnable(false);
    if (KafkaTrial.of(
        "producer",
        () -> make(nowhere(sending(usual.createProducerProperties()))).close(Duration.ZERO))) {
      KafkaTrial.of(
          "consumer",
          () ->
              new KafkaConsumer<>(nowhere(join(settings, usual.createConsumerProperties(), TAKING)))
                  .close(Duration.ZERO));
      KafkaTrial.of(
          "admin client", () -> Admin.create(nowhere(asking(settings))).close(Duration.ZERO));
    }
  }

  private static Properties nowhere(Properties all) {
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, NOWHERE);
    return all;
  }

  @Override
  public UnbrokenProducer getProducer(Properties camels) {
    Properties all = sending(camels);
    return new UnbrokenProducer(() -> make(all), topics::doubt, topics::refuses);
  }

  /** Kafka refuses one that gives up before its first request may have had its time. */
  private Properties sending(Properties camels) {
    Properties all = join(settings, camels, SENDING);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, beyond(all));
    all.putAll(settings.properties());
    return all;
  }

  private static String beyond(Properties all) {
    String request = all.getProperty(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
    return String.valueOf(Integer.parseInt(request.strip()) + BEYOND_A_REQUEST);
  }

  /** Kafka finds its classes, such as those of a login, by the loader of the thread. */
  @SuppressWarnings("unchecked")
  private Producer<Object, Object> make(Properties all) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(KafkaProducer.class.getClassLoader());
      return super.getProducer(all);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Waits for the topics: a consumer that comes before its topic takes minutes to notice it. */
  @Override
  @SuppressWarnings("rawtypes")
  public Consumer getConsumer(Properties camels) {
    topics.ensure();
    return new PatientConsumer(join(settings, camels, TAKING), this::refused);
  }

  private synchronized void refused(String reason) {
    if (!Objects.equals(reason, refusal())) {
      log.warn(
          "Kafka: events can't be taken from {} and wait there; it is tried again every few seconds: {}",
          KafkaTopics.EVENTS,
          reason);
    }
    refusal = new Refusal(reason, System.nanoTime());
  }

  /** Why events can't be taken from their topic, for the health details; null where they can. */
  String refusal() {
    Refusal last = refusal;
    return last == null || System.nanoTime() - last.at() > RECENT ? null : last.reason();
  }

  @Override
  public String getBrokers(KafkaConfiguration configuration) {
    return settings.bootstrapServers();
  }

  /** For topics; to be closed by its caller. */
  static Admin admin(KafkaSettings settings) {
    return Admin.create(asking(settings));
  }

  private static Properties asking(KafkaSettings settings) {
    Properties all = join(settings, new Properties(), ASKING);
    all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, beyond(all));
    all.putAll(settings.properties());
    return all;
  }

  private static Properties join(
      KafkaSettings settings, Properties camels, Map<String, String> usual) {
    Properties all = new Properties();
    all.putAll(camels);
    all.putAll(usual);
    all.putAll(settings.properties());
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return all;
  }
}
