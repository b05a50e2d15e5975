package org.oktadata.deliveries;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.eventbridge.EventbridgeConstants;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.OcsfFinding;
import org.oktadata.findings.Severity;
import org.oktadata.store.OneLine;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** Writes a delivery as its channel wants it: body and headers. */
@Component
public class DeliveryMessage {

  /** Of one change among many: a name may be long. */
  private static final int LONGEST_LINE = 300;

  /** Control characters and changes of direction, as the log leaves them out. */
  private static final String MOVES = "[\\p{Cntrl}\\x80-\\x9f\\u202a-\\u202e\\u2066-\\u2069]";

  /** AWS takes less than 256 KB, with source, type and resource. */
  private static final int LARGEST_EVENT = 250_000;

  private final DeliverySettings settings;
  private final OcsfFinding ocsf;
  private final ObjectMapper json;

  DeliveryMessage(DeliverySettings settings, OcsfFinding ocsf, ObjectMapper json) {
    this.settings = settings;
    this.ocsf = ocsf;
    this.json = json;
  }

  /** JSON with a signature over time and body: HMAC-SHA256 of {@code <time>.<body>}. */
  public void webhook(Exchange exchange) throws IOException, GeneralSecurityException {
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    String body = document(delivery);
    Message message = exchange.getMessage();
    message.setBody(body);
    if (StringUtils.hasText(settings.webhook().secret())) {
      String time = String.valueOf(Instant.now().getEpochSecond());
      message.setHeader("X-Timestamp", time);
      message.setHeader(
          "X-Signature", "v1=" + sign(settings.webhook().secret(), time + "." + body));
    }
    message.setHeader("X-Delivery", String.valueOf(delivery.id()));
  }

  /** One line, as Slack and its likes take it; of many at once a line each. */
  public void slack(Exchange exchange) throws IOException {
    List<Delivery> digest = digest(exchange);
    if (digest != null) {
      String all =
          "*%s*\n".formatted(heading(digest))
              + lines(digest).map(DeliveryMessage::escaped).collect(Collectors.joining("\n"));
      exchange.getMessage().setBody(json.writeValueAsString(Map.of("text", all)));
      return;
    }
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    FindingView finding = delivery.finding();
    String text =
        "*%s* (%s, %s): %s %s in %s"
            .formatted(
                finding.title(),
                finding.severity(),
                delivery.change(),
                finding.subjectType(),
                subject(finding),
                finding.integration());
    exchange.getMessage().setBody(json.writeValueAsString(Map.of("text", escaped(line(text)))));
  }

  /** Name and id: nobody knows a person by an id, and several may have one name. */
  private static String subject(FindingView finding) {
    String name = finding.subjectName();
    return name == null || name.equals(finding.subjectId())
        ? finding.subjectId()
        : name + " (" + finding.subjectId() + ")";
  }

  /**
   * A name with line breaks would look like several messages, or like more lines of a mail, and one
   * that changes the direction of writing would show what follows it backwards.
   */
  private static String line(String text) {
    return OneLine.join(String.valueOf(text)).replaceAll(MOVES, "");
  }

  /** In Slack's text these three make links, and call everybody in a channel. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Many changes that are told in one message; null where it is one. */
  @SuppressWarnings("unchecked")
  private static List<Delivery> digest(Exchange exchange) {
    return exchange.getVariable("digest", List.class);
  }

  private static String heading(List<Delivery> digest) {
    String worst =
        digest.stream()
            .map(each -> each.finding().severity())
            .max(Comparator.comparingInt(Severity.words()::indexOf))
            .orElseThrow();
    return "%d changes of findings, the worst %s".formatted(digest.size(), worst);
  }

  /** The worst first. */
  private static Stream<String> lines(List<Delivery> digest) {
    return digest.stream()
        .sorted(
            Comparator.comparing(
                each -> each.finding().severity(),
                Comparator.comparingInt(Severity.words()::indexOf).reversed()))
        .map(DeliveryMessage::inOneLine);
  }

  private static String inOneLine(Delivery delivery) {
    FindingView finding = delivery.finding();
    String text =
        line(
            "[%s] %s: %s: %s %s in %s"
                .formatted(
                    finding.severity(),
                    delivery.change(),
                    finding.title(),
                    finding.subjectType(),
                    subject(finding),
                    finding.integration()));
    return text.substring(0, Math.min(LONGEST_LINE, text.length()));
  }

  /** A short mail; of many changes at once a line each. */
  public void email(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    message.setHeader("To", settings.email().to());
    message.setHeader("From", settings.email().from());
    message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
    List<Delivery> digest = digest(exchange);
    if (digest != null) {
      message.setHeader("Subject", heading(digest));
      message.setBody(lines(digest).collect(Collectors.joining("\n", "", "\n")));
      return;
    }
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    FindingView finding = delivery.finding();
    message.setHeader(
        "Subject",
        line("[%s] %s: %s".formatted(finding.severity(), delivery.change(), finding.title())));
    message.setBody(
        "%s\n\nIntegration: %s\n%s: %s\nState: %s\n\n%s\n"
            .formatted(
                line(finding.title()),
                finding.integration(),
                line(finding.subjectType()),
                line(subject(finding)),
                finding.state(),
                json.readTree(finding.evidence()).toPrettyString()));
  }

  /** An OCSF event for the bus. */
  public void eventBridge(Exchange exchange) throws IOException {
    Delivery delivery = exchange.getVariable("delivery", Delivery.class);
    Message message = exchange.getMessage();
    message.setHeader(EventbridgeConstants.EVENT_SOURCE, settings.eventBridge().source());
    message.setHeader(EventbridgeConstants.EVENT_DETAIL_TYPE, "Finding " + delivery.change());
    message.setHeader(
        EventbridgeConstants.EVENT_RESOURCES_ARN, "okta:finding/" + delivery.finding().id());
    message.setBody(withinLimit(ocsf.of(delivery.finding(), delivery.change())));
  }

  /** What is too large for the bus at each of its tries is told without its evidence instead. */
  private String withinLimit(Map<String, Object> event) throws IOException {
    String whole = json.writeValueAsString(event);
    if (whole.getBytes(StandardCharsets.UTF_8).length <= LARGEST_EVENT) {
      return whole;
    }
    event.remove("evidences");
    return json.writeValueAsString(event);
  }

  /** The bus answers 200 even where it refuses the event. */
  public void accepted(PutEventsResponse answer) {
    if (answer.failedEntryCount() > 0) {
      throw new IllegalStateException(
          "The bus refused it: " + answer.entries().get(0).errorMessage());
    }
  }

  private String document(Delivery delivery) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("deliveryId", delivery.id());
    document.put("change", delivery.change());
    document.put("finding", delivery.finding());
    return json.writeValueAsString(document);
  }

  static String sign(String secret, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
