package org.oktadata.web.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.security.oauth2.client.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientPropertiesMapper;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Component;

/**
 * Where people can sign in other than with a password. A provider that is named by its issuer is
 * asked for its addresses beside the start and, while it doesn't answer, by whoever wants to sign
 * in there: that it is away stops neither the application nor passwords.
 */
@Component
@ConditionalOnOAuth2ClientRegistrationProperties
@EnableConfigurationProperties(OAuth2ClientProperties.class)
public class OidcProviders implements ClientRegistrationRepository {

  /**
   * A provider as the login page shows it.
   *
   * @param away whether it gave no answer when it was last asked; the log says what came instead
   */
  public record Provider(String id, String label, boolean away) {}

  private static final Logger log = LoggerFactory.getLogger(OidcProviders.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int LONGEST_REASON = 200;

  private final OAuth2ClientProperties properties;
  private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();

  /** When each failed last, by a clock that nobody sets, in nanoseconds. */
  private final Map<String, Long> failures = new ConcurrentHashMap<>();

  private final LongSupplier nanos;
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  /** What needs no answer of a provider is read at once, so that its mistakes stop the start. */
  @Autowired
  OidcProviders(OAuth2ClientProperties properties) {
    this(properties, System::nanoTime);
  }

  OidcProviders(OAuth2ClientProperties properties, LongSupplier nanos) {
    this.properties = properties;
    this.nanos = nanos;
    properties.getRegistration().keySet().stream()
        .filter(id -> issuer(id) == null)
        .forEach(id -> known.put(id, registration(id)));
  }

  /** Asks the providers beside the start, lest one that is silent holds it up. */
  @EventListener(ApplicationReadyEvent.class)
  void ask() {
    Thread asking =
        new Thread(
            () -> properties.getRegistration().keySet().forEach(this::findByRegistrationId),
            "oidc-providers");
    asking.setDaemon(true);
    asking.start();
  }

  /** The registration; null where there is none, or its provider doesn't answer. */
  @Override
  public ClientRegistration findByRegistrationId(String id) {
    ClientRegistration found = known.get(id);
    return found != null || !properties.getRegistration().containsKey(id) ? found : asked(id);
  }

  /**
   * Whether the configuration has one of that id, and with that issuer where it names one; no
   * provider is asked.
   */
  boolean names(String id, String issuer) {
    return properties.getRegistration().containsKey(id)
        && (issuer(id) == null || issuer(id).equals(issuer));
  }

  /** All of them, in the order of the configuration. */
  public List<Provider> all() {
    return properties.getRegistration().entrySet().stream()
        .map(
            each -> {
              String name = each.getValue().getClientName();
              return new Provider(
                  each.getKey(),
                  name == null ? each.getKey() : name,
                  failures.containsKey(each.getKey()));
            })
        .toList();
  }

  /**
   * One at a time asks a provider, which may be silent for half a minute. To others it is away
   * meanwhile: whoever calls up the way to it, and needs no account for that, would else hold all
   * threads that answer.
   */
  private ClientRegistration asked(String id) {
    if (!asking.add(id)) {
      return known.get(id);
    }
    try {
      return answer(id);
    } finally {
      asking.remove(id);
    }
  }

  private ClientRegistration answer(String id) {
    Long last = failures.get(id);
    if (known.containsKey(id) || (last != null && nanos.getAsLong() - last < PAUSE.toNanos())) {
      return known.get(id);
    }
    try {
      known.put(id, registration(id));
      failures.remove(id);
    } catch (IllegalArgumentException | IllegalStateException e) {
      failures.put(id, nanos.getAsLong());
      log.warn(
          "Sign-in: the OIDC provider {} at {} can't be used ({}); passwords work, and it is asked"
              + " again when somebody wants to sign in there",
          id,
          issuer(id),
          reason(e));
    }
    return known.get(id);
  }

  private static String reason(Exception failure) {
    String why = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    return why.substring(0, Math.min(LONGEST_REASON, why.length()));
  }

  private String issuer(String id) {
    String named = properties.getRegistration().get(id).getProvider();
    OAuth2ClientProperties.Provider provider =
        properties.getProvider().get(named == null ? id : named);
    return provider == null ? null : provider.getIssuerUri();
  }

  private ClientRegistration registration(String id) {
    OAuth2ClientProperties one = new OAuth2ClientProperties();
    one.getRegistration().put(id, properties.getRegistration().get(id));
    one.getProvider().putAll(properties.getProvider());
    return new OAuth2ClientPropertiesMapper(one).asClientRegistrations().get(id);
  }
}
