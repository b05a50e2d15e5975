package org.oktadata.collect;

import org.oktadata.catalogue.DataType;
import org.oktadata.okta.OktaConnections;
import org.springframework.stereotype.Component;

/** Whether the org has a data type at all, and opens it to this app. */
@Component
class Admission {

  private final Pipelines pipelines;
  private final GrantedScopes scopes;
  private final OktaConnections connections;

  Admission(Pipelines pipelines, GrantedScopes scopes, OktaConnections connections) {
    this.pipelines = pipelines;
    this.scopes = scopes;
    this.connections = connections;
  }

  /** Why the data type is left out; null where it can be read. */
  Shortfall refusal(String integration, DataType type) throws Exception {
    if (!type.pipeline().isEmpty() && !type.pipeline().equals(pipelines.pipeline(integration))) {
      return new Shortfall(Pipelines.NOT_IN_CLASSIC.formatted(type.name()), true);
    }
    return scopes.open(integration, type)
        ? null
        : new Shortfall(withoutScope(integration, type), false);
  }

  /** Not granted, or never asked for: a run may name what the integration doesn't. */
  private String withoutScope(String integration, DataType type) {
    return connections.scopes(integration).contains(type.scope())
        ? "%s needs a scope that the app was not granted. %s"
            .formatted(type.name(), Remedy.scope(type))
        : "%1$s isn't among the integration's data types: name it there (data-types: [managed, %1$s]), so that its scope %2$s is asked for."
            .formatted(type.name(), type.scope());
  }
}
