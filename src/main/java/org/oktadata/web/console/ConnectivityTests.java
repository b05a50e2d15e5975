package org.oktadata.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.oktadata.collect.ConnectivityReport;
import org.oktadata.collect.ConnectivityReport.Probe;
import org.oktadata.collect.ConnectivityReport.Step;
import org.oktadata.collect.ConnectivityTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tests of connections in the background, each step stored as it happens. */
@Component
class ConnectivityTests implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ConnectivityTests.class);

  /** A test so far; RUNNING until its status is known. */
  record Progress(
      long id, String integration, String status, List<Step> steps, List<Probe> probes) {

    public boolean running() {
      return status.equals("RUNNING");
    }
  }

  private final ConnectivityTest connectivity;
  private final JdbcClient database;
  private final ObjectMapper json;
  private final ExecutorService background =
      Executors.newFixedThreadPool(4, work -> new Thread(work, "connectivity-test"));

  ConnectivityTests(ConnectivityTest connectivity, JdbcClient database, ObjectMapper json) {
    this.connectivity = connectivity;
    this.database = database;
    this.json = json;
  }

  /** Starts one, and answers with its id. */
  long start(String integration) {
    long id =
        database
            .sql("insert into store.connectivity_test (integration) values (?) returning id")
            .param(integration)
            .query(Long.class)
            .single();
    background.execute(() -> run(id, integration));
    return id;
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

  private void run(long id, String integration) {
    List<Step> steps = new ArrayList<>();
    try {
      ConnectivityReport report =
          connectivity.test(
              integration,
              step -> {
                steps.add(step);
                store(id, "RUNNING", steps, List.of());
              });
      store(id, report.status(), report.steps(), report.dataTypes());
    } catch (RuntimeException e) {
      log.error("{}: the connectivity test stopped", integration, e);
      steps.add(new Step("test", "FAILURE", "The test stopped unexpectedly; the log has details."));
      store(id, "FAILURE", steps, List.of());
    }
  }

  private void store(long id, String status, List<Step> steps, List<Probe> probes) {
    database
        .sql(
            """
            update store.connectivity_test
            set status = :status, steps = cast(:steps as jsonb), probes = cast(:probes as jsonb),
                finished_at = case when :status = 'RUNNING' then null else now() end
            where id = :id""")
        .param("status", status)
        .param("steps", write(steps))
        .param("probes", write(probes))
        .param("id", id)
        .update();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void destroy() {
    background.shutdownNow();
  }
}
