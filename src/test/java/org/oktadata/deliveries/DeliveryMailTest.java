package org.oktadata.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.Severity;

/** Before a mail server that offers no TLS, or from whose answer somebody took the offer. */
class DeliveryMailTest {

  private MailServer server;

  @BeforeEach
  void start() throws Exception {
    server = new MailServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aLoginIsNotToldToAServerWithoutTls() throws Exception {
    Exchange sent = send("mailer", null);
    assertThat(sent.getException()).hasStackTraceContaining("STARTTLS is required");
    assertThat(server.said).isNotEmpty().noneMatch(line -> line.startsWith("AUTH"));
    assertThat(server.mails).isEmpty();
  }

  @Test
  void whoSaysThatTlsIsNotNeededLogsInWithoutIt() throws Exception {
    assertThat(send("mailer", false).getException()).isNull();
    assertThat(server.said).anyMatch(line -> line.startsWith("AUTH"));
    assertThat(server.mails).hasSize(1);
  }

  @Test
  void withoutALoginAServerWithoutTlsTakesMailAsBefore() throws Exception {
    assertThat(send(null, null).getException()).isNull();
    assertThat(server.said).noneMatch(line -> line.startsWith("AUTH"));
    assertThat(server.mails).hasSize(1);
  }

  @Test
  void withoutALoginTlsCanBeRequired() throws Exception {
    assertThat(send(null, true).getException()).hasStackTraceContaining("STARTTLS is required");
    assertThat(server.mails).isEmpty();
  }

  @Test
  void namesOfAllAlphabetsArriveAsTheyAre() throws Exception {
    send(null, null);
    MimeMessage mail =
        new MimeMessage(null, new ByteArrayInputStream(server.mails.get(0).getBytes(UTF_8)));
    assertThat(new ContentType(mail.getContentType()).getParameter("charset"))
        .isEqualToIgnoringCase("UTF-8");
    assertThat(mail.getContent()).asString().contains("user: Žofia Łącka 東京");
    assertThat(mail.getSubject()).isEqualTo("[low] opened: Prüfung für 東京");
    assertThat(server.mails.get(0)).as("on its way").containsPattern("^[\\x00-\\x7f]+$");
  }

  private Exchange send(String username, Boolean requireTls) throws Exception {
    DeliverySettings settings =
        new DeliverySettings(
            Severity.MEDIUM,
            List.of(),
            null,
            null,
            new DeliverySettings.Email(
                "to@example.com",
                "from@example.com",
                "127.0.0.1",
                server.port(),
                username,
                "hush",
                requireTls),
            null);
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.disableJMX();
      camel.getRegistry().bind("deliveryMailLogin", new DeliveryMailLogin(settings));
      camel
          .getRegistry()
          .bind("deliveryMessage", new DeliveryMessage(settings, null, new ObjectMapper()));
      camel
          .getPropertiesComponent()
          .addInitialProperty("okta.deliveries.email.port", "" + server.port());
      String route = Files.readString(Path.of("routes/deliver-email.camel.yaml"));
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("deliver-email.camel.yaml", route));
      camel.start();
      return camel
          .createProducerTemplate()
          .send(
              "direct:deliver-email",
              exchange ->
                  exchange.setVariable(
                      "delivery", new Delivery(1, "email", "opened", 1, finding())));
    }
  }

  private static FindingView finding() {
    Instant now = Instant.now();
    return new FindingView(
        "1",
        "acme",
        "check",
        "Prüfung für 東京",
        "posture",
        "low",
        "open",
        "user",
        "Žofia Łącka 東京",
        "{}",
        now,
        now,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null);
  }
}
