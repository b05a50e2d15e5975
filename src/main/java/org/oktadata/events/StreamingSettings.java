package org.oktadata.events;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * What Okta pushes, and how it is watched.
 *
 * @param http intakes of EventBridge API destinations and Okta event hooks
 * @param sqs the queue behind an EventBridge rule
 * @param eventbridge where rules are made
 * @param quietAfter a stream without an event for so long is no longer taken for healthy, and a
 *     poll that finds older events than that says that there is a gap
 * @param pollWhileHealthy how often the System Log is polled while the stream is healthy
 */
@ConfigurationProperties("okta.streaming")
public record StreamingSettings(
    @DefaultValue Http http,
    @DefaultValue Sqs sqs,
    @DefaultValue Eventbridge eventbridge,
    @DefaultValue("5m") Duration quietAfter,
    @DefaultValue("15m") Duration pollWhileHealthy) {

  /** Of SQS: 12 hours, in seconds. */
  private static final int LONGEST_HIDDEN = 43_200;

  /** How AWS names its regions. An endpoint of somebody else's may have its own names. */
  private static final String REGION = "[a-z]+(-[a-z]+)+-\\d+";

  public StreamingSettings {
    positive("quiet-after", quietAfter.toSeconds() > 0);
    positive("poll-while-healthy", pollWhileHealthy.toSeconds() > 0);
  }

  /**
   * @param maxBody larger requests are answered with 413
   * @param requestsPerSecond of one integration; more are answered with 429
   */
  public record Http(
      @DefaultValue("5MB") DataSize maxBody, @DefaultValue("500") int requestsPerSecond) {

    public Http {
      positive("http.max-body", maxBody.toBytes() > 0 && maxBody.toBytes() < Integer.MAX_VALUE);
      positive("http.requests-per-second", requestsPerSecond > 0);
    }
  }

  /**
   * @param queueUrl as AWS shows it; null keeps the intake off
   * @param region null takes it from the URL
   * @param endpoint null takes AWS's own
   * @param integration whose events these are where the envelope doesn't say
   * @param consumers threads that receive and store
   * @param visibilitySeconds how long a received message is hidden from others
   * @param joined most events in one statement
   */
  public record Sqs(
      String queueUrl,
      String region,
      URI endpoint,
      String integration,
      @DefaultValue("2") int consumers,
      @DefaultValue("120") int visibilitySeconds,
      @DefaultValue("500") int joined) {

    public Sqs {
      queueUrl = StringUtils.hasText(queueUrl) ? queueUrl.strip() : null;
      region = StringUtils.hasText(region) ? region.strip() : null;
      integration = StringUtils.hasText(integration) ? integration.strip() : null;
      if (queueUrl != null && !queueUrl.matches("https?://[^/]+/\\d{12}/[A-Za-z0-9._-]+")) {
        throw new WrongSetting(
            "sqs.queue-url",
            "must be a queue's URL, https://sqs.<region>.amazonaws.com/<account id>/<name>");
      }
      positive("sqs.consumers", consumers > 0);
      if (visibilitySeconds < 1 || visibilitySeconds > LONGEST_HIDDEN) {
        throw new WrongSetting(
            "sqs.visibility-seconds", "must be between 1 and 43200: SQS hides no message longer");
      }
      checkEndpoint("sqs.endpoint", endpoint);
      if (region != null && endpoint == null && !region.matches(REGION)) {
        throw new WrongSetting("sqs.region", "must be a region of AWS, such as us-east-1");
      }
      positive("sqs.joined", joined > 0);
    }
  }

  /**
   * @param endpoint null takes AWS's own
   */
  public record Eventbridge(URI endpoint) {

    public Eventbridge {
      checkEndpoint("eventbridge.endpoint", endpoint);
    }
  }

  private static void checkEndpoint(String key, URI endpoint) {
    if (endpoint != null
        && (endpoint.getHost() == null
            || !List.of("https", "http").contains(endpoint.getScheme()))) {
      throw new WrongSetting(key, "must be an address with https or http; unset, it is AWS's own");
    }
  }

  private static void positive(String key, boolean right) {
    if (!right) {
      throw new WrongSetting(key, "must be more than 0");
    }
  }
}
