package org.oktadata.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.NoSuchElementException;
import org.oktadata.connectivity.ConnectivityReport.Probe;
import org.oktadata.connectivity.ConnectivityReport.Step;
import org.oktadata.connectivity.ConnectivityRequests;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tests of connections in the background, each step stored as it happens. */
@Component
class ConnectivityTests {

  /** A test so far; RUNNING until its status is known. */
  record Progress(
      long id, String integration, String status, List<Step> steps, List<Probe> probes) {

    public boolean running() {
      return status.equals("RUNNING");
    }
  }

  private final ConnectivityRequests requests;
  private final JdbcClient database;
  private final ObjectMapper json;

  ConnectivityTests(ConnectivityRequests requests, JdbcClient database, ObjectMapper json) {
    this.requests = requests;
    this.database = database;
    this.json = json;
  }

  /** Starts one, and answers with its id. */
  long start(String integration) {
    return requests.start(integration);
  }

  /** A test of an integration; one that its instance never finished has failed. */
  Progress progress(String integration, long id) {
    return database
        .sql(
            """
            select id, integration, steps, probes,
                   case when status = 'RUNNING' and started_at < now() - interval '2 minutes'
                        then 'FAILURE' else status end as status
            from store.connectivity_test where integration = ? and id = ?""")
        .params(integration, id)
        .query(
            (row, number) ->
                new Progress(
                    row.getLong("id"),
                    row.getString("integration"),
                    row.getString("status"),
                    read(row.getString("steps"), new TypeReference<>() {}),
                    read(row.getString("probes"), new TypeReference<>() {})))
        .optional()
        .orElseThrow(() -> new NoSuchElementException("There is no such test any more."));
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
