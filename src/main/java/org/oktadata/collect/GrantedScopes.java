package org.oktadata.collect;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.oktadata.catalogue.DataType;
import org.oktadata.integrations.IntegrationChanged;
import org.oktadata.okta.AccessTokens;
import org.oktadata.okta.OktaConnections;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The scopes that Okta grants an integration's app, as its newest token has them. They are kept in
 * the database, so that what was left out for want of one is read soon after it was granted.
 */
@Component
class GrantedScopes {

  private final AccessTokens tokens;
  private final OktaConnections connections;
  private final JdbcClient database;
  private final Map<String, Set<String>> noted = new ConcurrentHashMap<>();

  GrantedScopes(AccessTokens tokens, OktaConnections connections, JdbcClient database) {
    this.tokens = tokens;
    this.connections = connections;
    this.database = database;
  }

  /** Whether the token opens a data type; a new one is asked for where the old one may not yet. */
  boolean open(String integration, DataType type) throws InterruptedException {
    boolean wanted = connections.scopes(integration).contains(type.scope());
    Set<String> granted =
        wanted ? tokens.granted(integration, type.scope()) : tokens.granted(integration);
    note(integration, granted);
    return type.scope().isEmpty() || granted.contains(type.scope());
  }

  @EventListener
  void forget(IntegrationChanged changed) {
    noted.remove(changed.name());
  }

  private void note(String integration, Set<String> granted) {
    if (granted.equals(noted.get(integration))) {
      return;
    }
    String[] scopes = new TreeSet<>(granted).toArray(String[]::new);
    database
        .sql(
            "update store.integration set granted_scopes = ? where name = ? and granted_scopes is distinct from cast(? as text[])")
        .params(scopes, integration, scopes)
        .update();
    noted.put(integration, granted);
  }
}
