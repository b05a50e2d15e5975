package org.oktadata.integrations;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.oktadata.okta.OktaConnection;
import org.oktadata.okta.OktaConnections;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What requests to Okta need, from memory. Every few seconds the row is read again, so that a
 * change made through another instance arrives here, too.
 */
@Component
class StoredConnections implements OktaConnections {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private final Integrations integrations;
  private final ObjectProvider<RequestedScopes> scopes;
  private final ApplicationEventPublisher events;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  StoredConnections(
      Integrations integrations,
      ObjectProvider<RequestedScopes> scopes,
      ApplicationEventPublisher events) {
    this.integrations = integrations;
    this.scopes = scopes;
    this.events = events;
  }

  private record Known(OktaConnection connection, Instant changedAt, long readAt) {}

  @Override
  public OktaConnection connection(String integration) {
    Known last = known.get(integration);
    if (last != null && System.nanoTime() - last.readAt() < FRESH) {
      return last.connection();
    }
    Known now = read(integration);
    known.put(integration, now);
    if (last != null && !now.changedAt().equals(last.changedAt())) {
      events.publishEvent(new IntegrationChanged(integration, Kind.CHANGED));
    }
    return now.connection();
  }

  @Override
  public void lookAgain(String integration) {
    known.computeIfPresent(
        integration,
        (name, last) -> new Known(last.connection(), last.changedAt(), System.nanoTime() - FRESH));
  }

  @Override
  public Set<String> scopes(String integration) {
    return scopes.getObject().wanted(integration);
  }

  /** First of all listeners: the others may ask for the connection at once. */
  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void forget(IntegrationChanged changed) {
    known.remove(changed.name());
  }

  private Known read(String name) {
    Integration integration = integrations.get(name);
    if (integration.credentials() == null) {
      throw new SealedCredentialsException(integration.stateReason());
    }
    return new Known(integration.connection(), integration.changedAt(), System.nanoTime());
  }
}
