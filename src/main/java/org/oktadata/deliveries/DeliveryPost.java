package org.oktadata.deliveries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * Posts a message to a webhook, by the same HTTP client as all calls but not by an endpoint: the
 * address of a webhook is a secret, and exchanges are seen in traces. Redirections aren't followed.
 */
@Component
public class DeliveryPost {

  private static final List<String> HEADERS = List.of("X-Timestamp", "X-Signature", "X-Delivery");
  private static final RequestConfig PATIENCE =
      RequestConfig.custom()
          .setResponseTimeout(Timeout.ofSeconds(15))
          .setConnectionRequestTimeout(Timeout.ofSeconds(5))
          .build();

  private final DeliverySettings settings;
  private final HttpClient client;

  DeliveryPost(DeliverySettings settings, HttpClient client) {
    this.settings = settings;
    this.client = client;
  }

  /** Posts the body as JSON, with the signature's headers. */
  public void webhook(Exchange exchange) throws IOException {
    post(settings.webhook().url(), exchange);
  }

  /** Posts the body as JSON to Slack's address. */
  public void slack(Exchange exchange) throws IOException {
    post(settings.slack().url(), exchange);
  }

  private void post(String url, Exchange exchange) throws IOException {
    HttpPost post = new HttpPost(url);
    post.setConfig(PATIENCE);
    for (String name : HEADERS) {
      String value = exchange.getMessage().getHeader(name, String.class);
      if (value != null) {
        post.setHeader(name, value);
      }
    }
    String body = exchange.getMessage().getBody(String.class);
    post.setEntity(
        new StringEntity(body, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
    client.execute(
        post,
        answer -> {
          if (answer.getCode() < 200 || answer.getCode() > 299) {
            Header retryAfter = answer.getFirstHeader("Retry-After");
            throw new DeliveryRefused(
                answer.getCode(), retryAfter == null ? null : retryAfter.getValue());
          }
          return answer.getCode();
        });
  }
}
