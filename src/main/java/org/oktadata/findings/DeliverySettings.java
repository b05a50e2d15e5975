package org.oktadata.findings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Whom to tell about findings; nobody unless set.
 *
 * @param minSeverity least severity told
 * @param changes which changes are told
 * @param webhook any receiver of JSON; the secret signs it
 * @param slack address of an incoming webhook as Slack has it
 * @param email mail, when to and host are set
 * @param eventBridge Amazon EventBridge, with the machine's own AWS credentials
 */
@ConfigurationProperties("okta.deliveries")
public record DeliverySettings(
    @DefaultValue("medium") String minSeverity,
    @DefaultValue({"opened", "reopened", "resolved"}) List<String> changes,
    @DefaultValue Webhook webhook,
    @DefaultValue Slack slack,
    @DefaultValue Email email,
    @DefaultValue EventBridge eventBridge) {

  public record Webhook(String url, String secret) {
    /** Hides the secret. */
    @Override
    public String toString() {
      return "Webhook[url=" + url + "]";
    }
  }

  public record Slack(String url) {}

  public record Email(
      String to,
      @DefaultValue("okta-data-integration@localhost") String from,
      String host,
      @DefaultValue("25") int port,
      String username,
      String password) {
    /** Hides the password. */
    @Override
    public String toString() {
      return "Email[to=" + to + ", host=" + host + "]";
    }
  }

  public record EventBridge(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("default") String bus,
      @DefaultValue("us-east-1") String region,
      URI endpoint,
      @DefaultValue("okta.data.integration") String source) {}

  /** Channels that are set, by the names of their routes. */
  List<String> channels() {
    List<String> channels = new ArrayList<>();
    add(channels, "webhook", webhook.url());
    add(channels, "slack", slack.url());
    add(channels, "email", StringUtils.hasText(email.host()) ? email.to() : null);
    add(channels, "event-bridge", eventBridge.enabled() ? eventBridge.bus() : null);
    return channels;
  }

  private static void add(List<String> channels, String name, String needed) {
    if (StringUtils.hasText(needed)) {
      channels.add(name);
    }
  }
}
