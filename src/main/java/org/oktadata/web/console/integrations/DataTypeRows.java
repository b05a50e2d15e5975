package org.oktadata.web.console.integrations;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.collect.CallPlan;
import org.oktadata.collect.RunMode;
import org.oktadata.collect.Runs;
import org.oktadata.connectivity.Availability;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.integrations.Integration;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** Reads what is known of each data type of an integration. */
@Component
class DataTypeRows {

  private record Last(String status, Instant ended, String reason) {}

  private final Catalogue catalogue;
  private final Runs runs;
  private final ReadDatabase database;
  private final Availability availability;

  DataTypeRows(Catalogue catalogue, Runs runs, ReadDatabase database, Availability availability) {
    this.catalogue = catalogue;
    this.runs = runs;
    this.database = database;
    this.availability = availability;
  }

  /** All data types in the order of the catalogue. */
  List<DataTypeRow> of(Integration integration, CallPlan plan, List<CallPlan.Cost> others) {
    List<String> wanted = runs.wanted(integration.name(), RunMode.FULL);
    Map<String, Probe> probes = availability.found(integration.name());
    Map<String, Last> last = last(integration.name());
    Map<String, CallPlan.Cost> costs =
        Stream.concat(plan.dataTypes().stream(), others.stream())
            .collect(
                Collectors.toMap(
                    CallPlan.Cost::dataType, Function.identity(), (one, other) -> one));
    return catalogue.all().stream()
        .map(
            type ->
                row(
                    type,
                    wanted.contains(type.name()),
                    integration.options().dataTypes().contains(type.name()),
                    probes.get(type.name()),
                    costs.get(type.name()),
                    last.getOrDefault(type.name(), new Last(null, null, null))))
        .toList();
  }

  private static DataTypeRow row(
      DataType type, boolean wanted, boolean named, Probe probe, CallPlan.Cost cost, Last last) {
    return new DataTypeRow(
        type.name(),
        type.optional(),
        wanted,
        named,
        type.scope(),
        type.role(),
        probe == null ? null : probe.status(),
        probe == null ? null : probe.message(),
        cost == null ? null : cost.calls(),
        cost == null ? null : cost.minutes(),
        last.status(),
        last.ended(),
        last.reason());
  }

  private Map<String, Last> last(String integration) {
    Map<String, Last> last = new HashMap<>();
    database
        .current(
            """
            select distinct on (data_type) data_type, status, finished_at, reason from store.run_data_type
            where integration = ? and finished_at is not null order by data_type, finished_at desc\
            """)
        .param(integration)
        .query(
            row -> {
              last.put(
                  row.getString(1),
                  new Last(
                      row.getString(2), Timestamps.instant(row, "finished_at"), row.getString(4)));
            });
    return last;
  }
}
