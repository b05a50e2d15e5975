package org.oktadata.connectivity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.json.JsonText;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the last test of a connection found out about each data type, kept for later advice. */
@Component
public class Availability {

  private final JdbcClient database;
  private final ObjectMapper json;

  Availability(JdbcClient database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /** What is known of an integration's data types, by name; empty before its first test. */
  public Map<String, Probe> found(String integration) {
    String stored =
        database
            .sql("select coalesce(availability, '[]')::text from store.integration where name = ?")
            .param(integration)
            .query(String.class)
            .single();
    Map<String, Probe> found = new LinkedHashMap<>();
    for (Probe probe : JsonText.read(json, stored, Probe[].class)) {
      found.put(probe.dataType(), probe);
    }
    return found;
  }

  /** Keeps what a test found. Of what it couldn't find out, what was known before stays. */
  void remember(
      String integration, String pipeline, Set<String> granted, List<ProbeOutcome> found) {
    Map<String, Probe> before = found(integration);
    List<Probe> now = found.stream().map(outcome -> newest(outcome, before)).toList();
    database
        .sql(
            """
            update store.integration
            set pipeline = ?, pipeline_asked_at = now(), granted_scopes = ?, availability = cast(? as jsonb), checked_at = now()
            where name = ?""")
        .params(pipeline, granted.toArray(String[]::new), JsonText.write(json, now), integration)
        .update();
  }

  private static Probe newest(ProbeOutcome outcome, Map<String, Probe> before) {
    Probe probe = outcome.probe();
    return outcome.isUncertain() ? before.getOrDefault(probe.dataType(), probe) : probe;
  }
}
