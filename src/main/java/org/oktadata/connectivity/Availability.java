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

  /**
   * What is known of an integration's data types, by name; empty before its first test. What was
   * read completely since can be read by now, whatever that test found.
   */
  public Map<String, Probe> found(String integration) {
    Map<String, Probe> found = tested(integration);
    readSince(integration)
        .forEach(
            type ->
                found.computeIfPresent(
                    type,
                    (name, probe) ->
                        probe.status() == TestStatus.FAILURE
                            ? new Probe(
                                name,
                                TestStatus.SUCCESS,
                                probe.scope(),
                                "Readable: collected since the test.")
                            : probe));
    return found;
  }

  private List<String> readSince(String integration) {
    return database
        .sql(
            """
            select data_type from (
              select distinct on (data_type) data_type, status from store.run_data_type
              where integration = :name and status in ('SUCCESS', 'PARTIAL_SUCCESS', 'FAILURE')
                and finished_at > (select checked_at from store.integration where name = :name)
              order by data_type, finished_at desc) last
            where status = 'SUCCESS'""")
        .param("name", integration)
        .query(String.class)
        .list();
  }

  private Map<String, Probe> tested(String integration) {
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
