package org.oktadata.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.OcsfFinding;
import org.oktadata.json.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Writes what is told as records of its topic. */
@Component
class PublishedRecords {

  private static final Logger log = LoggerFactory.getLogger(PublishedRecords.class);

  private final KafkaSettings settings;
  private final KafkaTopics topics;
  private final FindingReader findings;
  private final OcsfFinding ocsf;
  private final ObjectMapper json;
  private final CamelContext context;

  PublishedRecords(
      KafkaSettings settings,
      KafkaTopics topics,
      FindingReader findings,
      OcsfFinding ocsf,
      ObjectMapper json,
      @Lazy CamelContext context) {
    this.settings = settings;
    this.topics = topics;
    this.findings = findings;
    this.ocsf = ocsf;
    this.json = json;
    this.context = context;
  }

  /** A record; null for what is too large for Kafka even without what it was before. */
  Message of(Waiting waiting) {
    byte[] value = value(waiting).getBytes(StandardCharsets.UTF_8);
    int largest = topics.largestValue(waiting.topic());
    if (value.length > largest) {
      value = withoutBefore(waiting);
      if (value.length > largest) {
        log.warn(
            "Kafka: {} is larger than max.request.size, or than {} takes, and isn't told",
            waiting.key(),
            waiting.topic());
        return null;
      }
    }
    Message message = new DefaultMessage(context);
    message.setBody(value);
    message.setHeader(KafkaConstants.KEY, waiting.key());
    message.setHeader(KafkaConstants.OVERRIDE_TOPIC, waiting.topic());
    return message;
  }

  private String value(Waiting waiting) {
    boolean asOcsf =
        waiting.topic().equals(KafkaTopics.FINDINGS)
            && settings.findingsFormat() == KafkaSettings.FindingsFormat.OCSF;
    if (!asOcsf) {
      return waiting.value();
    }
    JsonNode told = JsonText.read(json, waiting.value());
    FindingView finding = findings.asStored(told.path("finding").toString());
    return JsonText.write(json, ocsf.of(finding, told.path("change").asText()));
  }

  private byte[] withoutBefore(Waiting waiting) {
    ObjectNode change = (ObjectNode) JsonText.read(json, waiting.value());
    change.putNull("before");
    return JsonText.write(json, change).getBytes(StandardCharsets.UTF_8);
  }
}
