package org.oktadata.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.oktadata.integrations.DurationRule;
import org.oktadata.integrations.NearestName;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Kafka between the intakes and the database, and as the way out.
 *
 * @param bootstrapServers hosts and ports of brokers, separated by commas; null leaves Kafka out
 * @param properties of Kafka's clients, by Kafka's own names, such as {@code security.protocol}
 * @param consumers threads of this instance that take events from their topic
 * @param joined most events in one statement
 * @param partitions of topics that are made
 * @param replicationFactor of topics that are made; 0 leaves it to the brokers
 * @param keepEvents how long topic okta.events keeps a record; 0 is for ever
 * @param keepFindings how long topic okta.findings keeps a record; 0 is for ever
 * @param compactChanges whether topic okta.changes keeps the last change of each document only
 * @param findingsFormat how findings are written
 */
@ConfigurationProperties("okta.kafka")
public record KafkaSettings(
    String bootstrapServers,
    Map<String, String> properties,
    @DefaultValue("2") int consumers,
    @DefaultValue("500") int joined,
    @DefaultValue("12") int partitions,
    @DefaultValue("0") int replicationFactor,
    @DefaultValue("7d") Duration keepEvents,
    @DefaultValue("365d") Duration keepFindings,
    @DefaultValue("false") boolean compactChanges,
    @DefaultValue("json") FindingsFormat findingsFormat) {

  /** How findings are written. */
  public enum FindingsFormat {
    JSON,
    OCSF
  }

  /** Kafka's own, one megabyte, is less than what an intake takes and some documents need. */
  static final String LARGEST_REQUEST = "8388608";

  /** A name or an address, and a port. */
  private static final Pattern SERVER =
      Pattern.compile("(?:[^\\s,:\\[\\]]+|\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]):(\\d{1,5})");

  private static final int LARGEST_PORT = 65_535;

  /** What the promises rest on isn't open to choice. */
  private static final Set<String> OURS =
      Set.of(
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG);

  public KafkaSettings {
    bootstrapServers = StringUtils.hasText(bootstrapServers) ? bootstrapServers.strip() : null;
    properties = properties == null ? Map.of() : Map.copyOf(properties);
    if (bootstrapServers != null
        && !Stream.of(bootstrapServers.split(",", -1)).allMatch(KafkaSettings::isServer)) {
      throw new WrongSetting(
          "bootstrap-servers",
          "must be hosts with ports, such as kafka-1:9092,kafka-2:9092, an IPv6 address in brackets");
    }
    positive("consumers", consumers);
    positive("joined", joined);
    positive("partitions", partitions);
    DurationRule.check("keep-events", keepEvents);
    DurationRule.check("keep-findings", keepFindings);
    if (replicationFactor < 0 || replicationFactor > Short.MAX_VALUE) {
      throw new WrongSetting(
          "replication-factor", "must be from 1 to 32767, or 0 for the brokers' own");
    }
    check(properties);
  }

  /** Whether Kafka is used at all. */
  public boolean isOn() {
    return bootstrapServers != null;
  }

  /** Bytes of the largest record, as Kafka's producer counts them. */
  public int largestRequest() {
    return Integer.parseInt(
        properties.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST));
  }

  /** Properties may hold secrets. */
  @Override
  public String toString() {
    return "KafkaSettings[bootstrapServers=" + bootstrapServers + "]";
  }

  private static boolean isServer(String address) {
    Matcher parts = SERVER.matcher(address.strip());
    return parts.matches() && Integer.parseInt(parts.group(1)) <= LARGEST_PORT;
  }

  private static void positive(String key, int value) {
    if (value < 1) {
      throw new WrongSetting(key, "must be more than 0");
    }
  }

  /** A misspelt name would be left out without a word, and with it TLS for example. */
  private static void check(Map<String, String> properties) {
    Set<String> known =
        Stream.of(
                ProducerConfig.configDef(),
                ConsumerConfig.configDef(),
                AdminClientConfig.configDef())
            .flatMap(clients -> clients.names().stream())
            .collect(Collectors.toSet());
    for (String name : properties.keySet()) {
      if (OURS.contains(name)) {
        throw new WrongSetting(
            "properties." + name, "can't be chosen: events could be lost, or their order");
      }
      if (name.equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
        throw new WrongSetting("properties." + name, "write okta.kafka.bootstrap-servers instead");
      }
      if (!known.contains(name)) {
        throw new WrongSetting(
            "properties." + name,
            "is no property of Kafka's clients" + NearestName.guess(name, known));
      }
    }
    refuse(ProducerConfig.configDef(), properties);
    refuse(ConsumerConfig.configDef(), properties);
    refuse(AdminClientConfig.configDef(), properties);
  }

  private static void refuse(ConfigDef known, Map<String, String> properties) {
    Map<String, String> those =
        properties.entrySet().stream()
            .filter(property -> known.names().contains(property.getKey()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, HashMap::new));
    known.validate(those).stream()
        .filter(value -> those.containsKey(value.name()) && !value.errorMessages().isEmpty())
        .findFirst()
        .ifPresent(
            value -> {
              throw new WrongSetting(
                  "properties." + value.name(), "has a value that Kafka's clients don't take");
            });
  }
}
