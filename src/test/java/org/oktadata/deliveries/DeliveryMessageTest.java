package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.Severity;

class DeliveryMessageTest {

  /** An address whose line break comes from the file that a secret was read from. */
  private final DeliverySettings settings =
      new DeliverySettings(
          Severity.LOW,
          List.of(),
          new DeliverySettings.Webhook(" https://hooks.example/a\n", null),
          new DeliverySettings.Slack("https://hooks.example/b\r\n"),
          new DeliverySettings.Email("to@x", "from@x", "localhost", 25, null, null, null),
          null);

  private final DeliveryMessage messages = new DeliveryMessage(settings, null, new ObjectMapper());
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void aNameWithLineBreaksIsNoSecondMessage() throws Exception {
    exchange.setVariable(
        "delivery",
        new Delivery(
            1,
            "slack",
            "opened",
            1,
            finding("x\n*Removed* (critical, opened):\u2028\u0007\u0000y")));
    messages.slack(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .isEqualTo(
            "{\"text\":\"*Any* (low, opened): user x *Removed* (critical, opened): y in acme\"}");
    messages.email(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .contains("\nuser: x *Removed* (critical, opened): y\nState: open\n");
    assertThat(exchange.getMessage().getHeader("Subject")).isEqualTo("[low] opened: Any");
  }

  /** With U+202E what follows is shown backwards: id, integration and what else is told. */
  @Test
  void aNameDoesNotTurnTheRestOfTheLineAround() throws Exception {
    exchange.setVariable(
        "delivery",
        new Delivery(
            1, "slack", "opened", 1, named("00u1", "x\u202ey\u2066z\u009b31m\u2069\u00fc")));
    messages.slack(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .contains("user xyz31m\u00fc (00u1) in acme");
    messages.email(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .contains("\nuser: xyz31m\u00fc (00u1)\n");
  }

  @Test
  void peopleAreToldTheNameAndTheId() throws Exception {
    exchange.setVariable(
        "delivery", new Delivery(1, "slack", "opened", 1, named("00u1", "ada@acme.example\n")));
    messages.slack(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .contains("user ada@acme.example (00u1) in acme");
    messages.email(exchange);
    assertThat(exchange.getMessage().getBody(String.class))
        .contains("\nuser: ada@acme.example (00u1)\n");
  }

  @Test
  void ofManyTheWorstComesFirstAndNoNameIsAMessageOfItsOwn() throws Exception {
    exchange.setVariable(
        "digest",
        List.of(
            new Delivery(1, "slack", "opened", 1, finding("<!channel>\n[high] opened: y")),
            new Delivery(2, "slack", "resolved", 1, finding("x".repeat(400)))));
    messages.slack(exchange);
    String text =
        new ObjectMapper()
            .readTree(exchange.getMessage().getBody(String.class))
            .path("text")
            .asText();
    assertThat(text)
        .isEqualTo(
            "*2 changes of findings, the worst low*\n[low] opened: Any: user &lt;!channel&gt; [high] opened: y in acme\n"
                + ("[low] resolved: Any: user " + "x".repeat(400)).substring(0, 300));
    messages.email(exchange);
    assertThat(exchange.getMessage().getBody(String.class)).hasLineCount(2);
    assertThat(exchange.getMessage().getHeader("Subject"))
        .isEqualTo("2 changes of findings, the worst low");
  }

  @Test
  void anAddressIsUsedWithoutTheBlanksAroundIt() {
    assertThat(settings.webhook().url()).isEqualTo("https://hooks.example/a");
    assertThat(settings.slack().url()).isEqualTo("https://hooks.example/b");
    assertThat(new DeliverySettings.Slack("").url()).isEmpty();
    assertThat(new DeliverySettings.Slack(null).url()).isNull();
  }

  private static FindingView finding(String subject) {
    return new FindingView(
        "1", "acme", "any", "Any", "posture", "low", "open", "user", subject, "{}", null, null,
        null, null, null, null, false, null, null, null, null);
  }

  private static FindingView named(String subject, String name) {
    return new FindingView(
        "1", "acme", "any", "Any", "posture", "low", "open", "user", subject, "{}", null, null,
        null, null, null, null, false, null, name, null, null);
  }
}
