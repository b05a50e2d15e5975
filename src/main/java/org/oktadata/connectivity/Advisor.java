package org.oktadata.connectivity;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.okta.OktaConnections;
import org.springframework.stereotype.Component;

/** Tells from what the last test of a connection found, without a call to Okta. */
@Component
public class Advisor {

  private final Integrations integrations;
  private final OktaConnections connections;
  private final Catalogue catalogue;
  private final Availability availability;

  Advisor(
      Integrations integrations,
      OktaConnections connections,
      Catalogue catalogue,
      Availability availability) {
    this.integrations = integrations;
    this.connections = connections;
    this.catalogue = catalogue;
    this.availability = availability;
  }

  /** The advice for the integration of that name. */
  public Advice advice(String name) {
    Integration integration = integrations.get(name);
    Instant checkedAt = integration.checkedAt();
    if (checkedAt == null) {
      return new Advice(
          name,
          null,
          "Not tested yet: POST /api/integrations/%s/test finds out what can be read."
              .formatted(name),
          List.of(),
          Set.of(),
          null);
    }
    List<Advice.Line> lines = availability.found(name).values().stream().map(this::line).toList();
    ScopeBalance scopes = ScopeBalance.of(connections.scopes(name), integration.grantedScopes());
    return new Advice(
        name,
        checkedAt,
        "%d of %d data types can be read."
            .formatted(lines.stream().filter(Advice.Line::available).count(), lines.size()),
        lines,
        scopes.unneeded(),
        scopes.warning());
  }

  private Advice.Line line(Probe probe) {
    return new Advice.Line(
        probe.dataType(),
        probe.status() == TestStatus.SUCCESS,
        probe.status(),
        probe.scope(),
        catalogue.find(probe.dataType()).map(DataType::role).orElse(""),
        probe.message());
  }
}
