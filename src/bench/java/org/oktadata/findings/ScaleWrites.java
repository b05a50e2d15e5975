package org.oktadata.findings;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.oktadata.json.JsonElements;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The statements of collection: pages of 200 users and of 500 events, each in a transaction. */
final class ScaleWrites {

  private static final String STORE_PAGE =
      "select * from store.store_page(?, 'acme', 'users', 0, '', '', ?, ?, ?, '', '', '', 0)";

  private final JdbcClient database;
  private final JdbcTemplate template;
  private final TransactionTemplate transaction;
  private final int users;

  ScaleWrites(DataSource source, int users) {
    this.database = JdbcClient.create(source);
    this.template = new JdbcTemplate(source);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(source));
    this.users = users;
  }

  Map<String, IntConsumer> all() {
    Map<String, IntConsumer> all = new LinkedHashMap<>();
    all.put("page of 200 users, unchanged", n -> page("doc", "u", n));
    all.put("page of 200 users, changed", n -> page("jsonb_set(doc, '{profile,title}', to_jsonb('Title ' || clock_timestamp()))", "u", n));
    all.put("page of 200 users, new", n -> page("jsonb_set(doc, '{id}', to_jsonb('n' || md5(random()::text)))", "u", n));
    all.put("page of 500 events, new", this::newEvents);
    all.put("page of 500 events, known", this::knownEvents);
    return all;
  }

  /** Makes the page first, which isn't counted, and stores it. */
  long timed(IntConsumer statement, int n) {
    nanos = 0;
    statement.accept(n);
    return nanos;
  }

  private long nanos;

  private void page(String doc, String prefix, int n) {
    byte[] page =
        database
            .sql(
                """
                select convert_to(jsonb_agg(%s)::text, 'UTF8') from (
                  select doc from store.resource where integration = 'acme' and data_type = 'users' and parent_id = ''
                    and id = any (select '%s' || (:n + k * 37) %% :users + 1 from generate_series(1, 200) k)) s"""
                    .formatted(doc, prefix))
            .param("n", n)
            .param("users", users)
            .query(byte[].class)
            .single();
    JsonElements found = JsonElements.find(page, "", "id", "users");
    count(
        () ->
            template.query(
                STORE_PAGE, row -> {}, page, found.ids(), found.starts(), found.lengths()));
  }

  private void newEvents(int n) {
    store(
        """
        select convert_to(jsonb_agg(jsonb_build_object('uuid', gen_random_uuid(), 'eventType', 'user.session.start',
          'published', to_char(now() at time zone 'UTC' - interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'actor', jsonb_build_object('id', 'u' || (:n + k) % :users, 'type', 'User'), 'outcome', '{"result": "SUCCESS"}'::jsonb,
          'client', '{"ipAddress": "198.51.1.1", "geographicalContext": {"country": "Germany"}}'::jsonb))::text, 'UTF8')
        from generate_series(1, 500) k""",
        n);
  }

  private void knownEvents(int n) {
    store(
        """
        select convert_to(jsonb_agg(doc || jsonb_build_object('uuid', uuid, 'published', to_char(published at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text, 'UTF8')
        from (select * from store.event where integration = 'acme'
              and published > current_date - (2 + :n % 40 + :users * 0) * interval '1 day' order by published limit 500) e""",
        n);
  }

  private void store(String select, int n) {
    byte[] page = database.sql(select).param("n", n).param("users", users).query(byte[].class).single();
    count(
        () ->
            database
                .sql("select * from store.store_stream(:page, :refused, :integration, :receivedVia)")
                .param("page", page)
                .param("refused", "[]".getBytes(StandardCharsets.UTF_8))
                .param("integration", "acme")
                .param("receivedVia", "bench")
                .query()
                .singleRow());
  }

  private void count(Runnable statement) {
    long start = System.nanoTime();
    transaction.executeWithoutResult(status -> statement.run());
    nanos += System.nanoTime() - start;
  }
}
