package org.oktadata.findings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Integrations that are there, and stay until the transaction of the caller ends: of one that is
 * removed meanwhile nothing may be written any more, since nobody would erase it.
 */
@Component
class KnownIntegrations {

  /** Another state may be set meanwhile; only the row's end waits. */
  private static final String SQL =
      "select name from store.integration where name = any (?) and state <> 'removing' for key share";

  private final JdbcClient database;

  KnownIntegrations(JdbcClient database) {
    this.database = database;
  }

  boolean has(String integration) {
    return !among(Set.of(integration)).isEmpty();
  }

  /** Those of the items whose integration is there, in their order. */
  <T> List<T> of(List<T> items, Function<T, String> integration) {
    Set<String> named = new HashSet<>();
    items.forEach(item -> named.add(integration.apply(item)));
    Set<String> known = named.isEmpty() ? named : among(named);
    return known.size() == named.size()
        ? items
        : items.stream().filter(item -> known.contains(integration.apply(item))).toList();
  }

  private Set<String> among(Set<String> names) {
    return new HashSet<>(
        database
            .sql(SQL)
            .param(names.stream().sorted().toArray(String[]::new))
            .query(String.class)
            .list());
  }
}
