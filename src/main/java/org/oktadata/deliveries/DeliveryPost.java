package org.oktadata.deliveries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Posts a message to a webhook, by the same HTTP client as all calls but not by an endpoint: the
 * address of a webhook is a secret, and exchanges are seen in traces. Redirections aren't followed.
 */
@Component
public class DeliveryPost {

  private static final List<String> HEADERS = List.of("X-Timestamp", "X-Signature", "X-Delivery");

  /** Of the whole call: each piece of an answer may take as long by itself. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private static final RequestConfig PATIENCE =
      RequestConfig.custom()
          .setResponseTimeout(Timeout.of(LONGEST))
          .setConnectionRequestTimeout(Timeout.ofSeconds(5))
          .build();

  private final DeliverySettings settings;
  private final HttpClient client;
  private final Duration longest;

  @Autowired
  DeliveryPost(DeliverySettings settings, HttpClient client) {
    this(settings, client, LONGEST);
  }

  DeliveryPost(DeliverySettings settings, HttpClient client, Duration longest) {
    this.settings = settings;
    this.client = client;
    this.longest = longest;
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
    AtomicBoolean taken = new AtomicBoolean();
    CompletableFuture<Void> late =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);
    // The connection is closed from outside: whoever waits for bytes can't look at the clock.
    late.thenRun(post::cancel);
    try {
      client.execute(post, answer -> judge(answer, taken));
    } catch (IOException e) {
      if (!taken.get()) {
        throw late.isDone()
            ? new IOException("There was no answer within %d s.".formatted(longest.toSeconds()), e)
            : e;
      }
    } finally {
      late.cancel(false);
    }
  }

  /** By its status alone: what follows is read by nobody, and may break off or have no end. */
  private static int judge(ClassicHttpResponse answer, AtomicBoolean taken) throws IOException {
    if (answer.getCode() < 200 || answer.getCode() > 299) {
      Header retryAfter = answer.getFirstHeader("Retry-After");
      throw new DeliveryRefused(
          answer.getCode(), retryAfter == null ? null : retryAfter.getValue());
    }
    taken.set(true);
    return answer.getCode();
  }
}
