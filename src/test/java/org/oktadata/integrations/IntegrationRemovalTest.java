package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class IntegrationRemovalTest extends StartedApplication {

  private static final List<String> TABLES =
      List.of(
          "run",
          "run_data_type",
          "request",
          "cursor",
          "resource",
          "resource_history",
          "event",
          "quarantine",
          "finding",
          "exclusion",
          "refresh");

  @Autowired private Integrations integrations;
  @Autowired private StoredRows rows;
  @Autowired private TransactionTemplate transaction;

  @Test
  void aRemovalErasesCredentialsAtOnceAndThenEveryRowOfThatIntegrationOnly() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    fill("acme");
    fill("configured");
    List<Object> events = new ArrayList<>();
    IntegrationRemoval removal =
        new IntegrationRemoval(
            jdbc,
            rows,
            transaction,
            event -> {
              events.add(event);
              assertThat(sealed()).isEmpty();
              assertThat(count("resource", "acme")).isPositive();
            });
    removal.remove("acme").join();
    removal.destroy();
    assertThat(events).containsExactly(new IntegrationChanged("acme", Kind.REMOVED));
    assertThat(integrations.find("acme")).isEmpty();
    for (String table : TABLES) {
      assertThat(count(table, "acme")).as(table).isZero();
      assertThat(count(table, "configured")).as(table).isPositive();
    }
    rows.erase("configured");
    assertThat(integrations.find("configured")).isPresent();
  }

  /** A new table is in StoredRows, in a trigger function, or its key leads to one that is. */
  @Test
  void noTableKeepsRowsOfAnIntegrationThatIsRemoved() {
    String forgets =
        jdbc.sql(
                """
                select string_agg(p.prosrc, '') from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                where t.tgrelid = 'store.integration'::regclass and not t.tgisinternal""")
            .query(String.class)
            .single();
    List<String> kept =
        jdbc.sql(
                """
                with recursive gone as (
                  select oid from pg_class where oid = 'store.integration'::regclass or relnamespace = 'store'::regnamespace
                    and (relname in (:erased) or :forgets like '%store.' || relname || ' where%')
                  union
                  select c.conrelid from pg_constraint c join gone on c.confrelid = gone.oid where c.confdeltype = 'c')
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'integration'
                where c.relnamespace = 'store'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and c.oid not in (select oid from gone)""")
            .param("erased", StoredRows.TABLES)
            .param("forgets", forgets)
            .query(String.class)
            .list();
    assertThat(kept).isEmpty();
  }

  @Test
  void whatIsWrittenDuringARemovalGoesWithItAndAfterItNothingIsWritten() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    List<String> late = List.of("event", "stream", "quarantine", "finding", "exclusion", "refresh");
    stream("acme");
    assertThat(count("event", "acme")).isOne();
    assertThat(count("stream", "acme")).isOne();
    assertThat(count("quarantine", "acme")).isOne();
    fill("acme");
    jdbc.sql("update store.integration set state = 'removing' where name = 'acme'").update();
    long before = count("event", "acme");
    stream("acme");
    assertThat(count("event", "acme")).isEqualTo(before);
    jdbc.sql("delete from store.integration where name = 'acme'").update();
    assertThat(late).allMatch(table -> count(table, "acme") == 0);
    stream("acme");
    assertThat(late).allMatch(table -> count(table, "acme") == 0);
    rows.erase("acme");
  }

  /** What a stream brings to an instance that hasn't heard of the removal yet. */
  private void stream(String integration) {
    jdbc.sql(
            """
            select * from store.store_stream(
              convert_to(jsonb_build_array(jsonb_build_object('published', now(), 'uuid', gen_random_uuid(), 'eventType', 'x'))::text, 'UTF8'),
              '[{"reason": "Odd", "payload": "x"}]', ?, 'sqs')""")
        .param(integration)
        .query()
        .listOfRows();
  }

  @Test
  void aRemovalThatAStopInterruptedGoesOnAtTheNextStart() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    fill("acme");
    jdbc.sql("update store.integration set state = 'removing' where name = 'acme'").update();
    assertThat(integrations.find("acme")).isEmpty();
    assertThatThrownBy(() -> integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush")))
        .isInstanceOf(IntegrationExistsException.class);

    IntegrationRemoval removal = new IntegrationRemoval(jdbc, rows, transaction, event -> {});
    removal.afterSingletonsInstantiated();
    org.awaitility.Awaitility.await().until(() -> count("integration", "acme") == 0);
    removal.destroy();
    assertThat(count("resource", "acme")).isZero();
  }

  @Test
  void aRemovalThatOthersWritesStopIsTriedAgain() {
    integrations.add(ConfiguredIntegrationsTest.acme("Acme", "hush"));
    fill("acme");
    jdbc.sql("create sequence store.stopped").update();
    jdbc.sql(
            """
            create function store.stop_twice() returns trigger language plpgsql as $$
            begin
              if nextval('store.stopped') <= 2 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
              return old;
            end $$""")
        .update();
    jdbc.sql(
            "create trigger stop_twice before delete on store.quarantine for each row execute function store.stop_twice()")
        .update();
    IntegrationRemoval removal = new IntegrationRemoval(jdbc, rows, transaction, event -> {});
    try {
      removal.remove("acme").join();
      assertThat(integrations.find("acme")).isEmpty();
      assertThat(count("quarantine", "acme")).isZero();
      assertThat(jdbc.sql("select last_value from store.stopped").query(Long.class).single())
          .isGreaterThan(2);
    } finally {
      removal.destroy();
      jdbc.sql("drop function store.stop_twice cascade").update();
      jdbc.sql("drop sequence store.stopped").update();
    }
  }

  private String sealed() {
    return jdbc.sql("select credentials from store.integration where name = 'acme'")
        .query(String.class)
        .single();
  }

  private long count(String table, String integration) {
    String column =
        switch (table) {
          case "integration" -> "name = ?";
          case "request" -> "run_id in (select id from store.run where integration = ?)";
          default -> "integration = ?";
        };
    return jdbc.sql("select count(*) from store.%s where %s".formatted(table, column))
        .param(integration)
        .query(Long.class)
        .single();
  }

  /**
   * More documents than one batch holds, and events in more than one partition; nothing that the
   * application would collect.
   */
  private void fill(String integration) {
    for (String sql :
        List.of(
            "insert into store.run (integration, mode, trigger, status) values (:i, 'full', 'test', 'SUCCESS')",
            """
            insert into store.run_data_type (run_id, integration, data_type, status)
            select id, :i, 'users', 'RUNNING' from store.run where integration = :i
            """,
            """
            insert into store.request (run_id, data_type, request, position, path)
            select id, 'users', 'users', 1, '/api/v1/users' from store.run where integration = :i
            """,
            "insert into store.cursor (integration, data_type, next) values (:i, 'events', '/')",
            """
            insert into store.resource (integration, data_type, id, doc)
            select :i, 'users', n::text, '{}' from generate_series(1, 12000) n
            """,
            """
            insert into store.resource_history
            select :i, 'users', '', 'u', now(), now(), '{}', null
            """,
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select :i, now() - n * interval '20 days', n::text, 'x', '{}', 'poll'
            from generate_series(1, 9) n
            """,
            "insert into store.quarantine (integration, source, reason) values (:i, 'x', 'x')",
            """
            insert into store.finding
              (integration, check_id, kind, subject_type, subject_id, severity, state)
            values (:i, 'x', 'posture', 'user', 'u', 'low', 'open')
            """,
            """
            insert into store.exclusion (integration, check_id, subject_type, subject_id, reason, created_by)
            values (:i, 'x', 'user', 'u', 'Known', 'grace')
            """,
            """
            insert into store.refresh (integration, data_type, object_id, first_at, last_at)
            values (:i, 'users', 'u', now() + interval '1 day', now() + interval '1 day')
            """)) {
      jdbc.sql(sql).param("i", integration).update();
    }
  }
}
