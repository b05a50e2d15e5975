package org.oktadata.deliveries;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.oktadata.findings.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    @DefaultValue("medium") Severity minSeverity,
    @DefaultValue({"opened", "reopened", "resolved"}) List<String> changes,
    @DefaultValue Webhook webhook,
    @DefaultValue Slack slack,
    @DefaultValue Email email,
    @DefaultValue EventBridge eventBridge) {

  private static final Logger log = LoggerFactory.getLogger(DeliverySettings.class);

  /** What happens to a finding, as store.finding_change has it. */
  private static final List<String> CHANGES =
      List.of("opened", "reopened", "resolved", "updated", "muted", "accepted");

  /** Checks the changes: for one that never happens nobody would ever be told. */
  public DeliverySettings {
    if (!CHANGES.containsAll(changes)) {
      throw new IllegalArgumentException(
          "okta.deliveries.changes must be of " + String.join(", ", CHANGES));
    }
  }

  /**
   * Any receiver of JSON.
   *
   * @param url where each change is posted; unset, nobody is told
   * @param secret key of the signature; unset, nothing is signed
   */
  public record Webhook(String url, String secret) {

    /** Checks the address; what is wrong stops the start. */
    public Webhook {
      url = address("okta.deliveries.webhook.url", url);
      if (StringUtils.hasText(secret) && !StringUtils.hasText(url)) {
        throw new IllegalArgumentException(
            "okta.deliveries.webhook.url is missing; its secret alone tells nobody.");
      }
    }

    /** Hides address and secret. */
    @Override
    public String toString() {
      return "Webhook[]";
    }
  }

  /**
   * A channel of Slack.
   *
   * @param url address of an incoming webhook, which is a secret itself
   */
  public record Slack(String url) {

    /** Checks the address; what is wrong stops the start. */
    public Slack {
      url = address("okta.deliveries.slack.url", url);
    }

    /** Hides the address: whoever knows it may post. */
    @Override
    public String toString() {
      return "Slack[]";
    }
  }

  /**
   * Mail.
   *
   * @param to receivers, separated by commas
   * @param from sender
   * @param host mail server; unset, nobody is told
   * @param port its port
   * @param username and password of the mail server; unset, it asks for none
   * @param requireTls whether nothing is sent without STARTTLS; unset, only where there is a login
   */
  public record Email(
      String to,
      @DefaultValue("okta-data-integration@localhost") String from,
      String host,
      @DefaultValue("25") int port,
      String username,
      String password,
      Boolean requireTls) {

    /**
     * What Camel's mail takes for the end of an address: not what stands in quotes, as in names.
     */
    private static final String BETWEEN = "[,;](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    /** Checks what makes a channel: with half of it nobody would ever be told. */
    public Email {
      if (StringUtils.hasText(to) != StringUtils.hasText(host)) {
        throw new IllegalArgumentException(
            "okta.deliveries.email.to and okta.deliveries.email.host belong together: set both or none.");
      }
      if (StringUtils.hasText(to) && !Stream.of(to.split(BETWEEN)).allMatch(Email::isAddress)) {
        throw new IllegalArgumentException(
            "okta.deliveries.email.to must be addresses, such as soc@acme.example, with commas between them.");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "okta.deliveries.email.port must be between 1 and 65535, such as 587.");
      }
    }

    /** Something at something: the mail server knows the rest. Empty is a comma too many. */
    private static boolean isAddress(String text) {
      return text.isBlank() || text.matches("[^@]*[^@\\s]@[^@\\s][^@]*");
    }

    /** A server, or who stands before it, that doesn't offer TLS gets no password. */
    boolean requiresTls() {
      return requireTls == null ? StringUtils.hasText(username) : requireTls;
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return "Email[to=" + to + ", host=" + host + "]";
    }
  }

  /**
   * A bus of Amazon EventBridge.
   *
   * @param enabled whether findings are sent there
   * @param bus name or ARN
   * @param region of the bus
   * @param endpoint null takes AWS's own
   * @param source what the events say they come from
   */
  public record EventBridge(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("default") String bus,
      @DefaultValue("us-east-1") String region,
      URI endpoint,
      @DefaultValue("okta.data.integration") String source) {

    /** Each account has one. */
    private static final String AWS_OWN_BUS = "default";

    /** Checks where it is: each delivery would fail for hours before anybody looked. */
    public EventBridge {
      if (endpoint != null
          && (endpoint.getHost() == null
              || !List.of("https", "http").contains(endpoint.getScheme()))) {
        throw new IllegalArgumentException(
            "okta.deliveries.event-bridge.endpoint must be an address with https or http; unset, it is AWS's own.");
      }
      if (endpoint == null && !region.matches("[a-z]+(-[a-z]+)+-\\d+")) {
        throw new IllegalArgumentException(
            "okta.deliveries.event-bridge.region must be a region of AWS, such as us-east-1.");
      }
      if (!enabled && (!(bus.isBlank() || bus.equals(AWS_OWN_BUS)) || endpoint != null)) {
        log.warn(
            "okta.deliveries.event-bridge: a bus is named, but enabled is false, so nobody is told there; set enabled to true or take the bus away");
      }
    }
  }

  /** Channels that are set, by the names of their routes. */
  List<String> channels() {
    List<String> channels = new ArrayList<>();
    add(channels, "webhook", webhook.url());
    add(channels, "slack", slack.url());
    add(channels, "email", StringUtils.hasText(email.host()) ? email.to() : null);
    add(channels, "event-bridge", eventBridge.enabled() ? eventBridge.bus() : null);
    return channels;
  }

  /** An operator's own choice, so any host will do; the sentence doesn't repeat the address. */
  private static String address(String key, String url) {
    if (!StringUtils.hasText(url)) {
      return url;
    }
    // A secret that is read from a file often ends with a line break.
    String stripped = url.strip();
    try {
      URI address = new URI(stripped);
      if (address.getHost() != null
          && address.getRawUserInfo() == null
          && List.of("https", "http").contains(address.getScheme())) {
        return stripped;
      }
    } catch (URISyntaxException e) {
      // Falls through: no address.
    }
    throw new IllegalArgumentException(
        key + " must be an https address (http on your own network), without a user name.");
  }

  private static void add(List<String> channels, String name, String needed) {
    if (StringUtils.hasText(needed)) {
      channels.add(name);
    }
  }
}
