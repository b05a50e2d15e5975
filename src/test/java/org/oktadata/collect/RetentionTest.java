package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.oktadata.catalogue.Catalogue;

/** What has outlived its time goes, whatever else is in the database. */
class RetentionTest extends StoredPages {

  @AfterEach
  void nothingInTheWay() {
    app.database()
        .sql(
            "drop publication if exists everything; drop trigger if exists refused on store.resource_history; drop function if exists store.refuse()")
        .update();
  }

  @Test
  void aPublicationOfAllTablesKeepsNothing() {
    app.database().sql("create publication everything for tables in schema store").update();
    oldVersion();
    tidy();
    assertThat(app.count("select count(*) from store.resource_history")).isZero();
  }

  @Test
  void whatCannotBeDeletedStandsInNothingElsesWay() {
    app.database()
        .sql(
            """
            create function store.refuse() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$;
            create trigger refused before delete on store.resource_history for each row execute function store.refuse();
            insert into store.quarantine (source, reason, received_at) values ('test', 'old', now() - interval '2 years')""")
        .update();
    oldVersion();
    tidy();
    assertThat(app.count("select count(*) from store.resource_history")).isOne();
    assertThat(app.count("select count(*) from store.quarantine")).isZero();
  }

  @Test
  void moreThanOneBatchGoesAtOnceAndWhatIsYoungerStays() {
    app.database()
        .sql(
            """
            insert into store.run (integration, mode, status, trigger, finished_at)
            select 'acme', 'full', 'SUCCESS', 'test', now() - make_interval(days => 80 + n) from generate_series(1, 60) n""")
        .update();
    tidy();
    assertThat(app.count("select count(*) from store.run where finished_at is not null"))
        .isEqualTo(9);
  }

  /** Strangers add to it with each wrong password. */
  @Test
  void theAuditLogIsKeptForItsTime() {
    app.database()
        .sql(
            """
            insert into store.audit (actor, action, at)
            select 'stranger', 'sign-in.failed', now() - make_interval(days => 360 + n) from generate_series(1, 10) n""")
        .update();
    tidy();
    assertThat(app.count("select count(*) from store.audit where actor = 'stranger'")).isEqualTo(4);
  }

  /** What was kept for a shorter time before doesn't come back with a longer one. */
  @Test
  void sinceWhenHistoryIsKeptIsWrittenDownAndNeverGoesBack() {
    String since =
        "select what from store.kept_since where since between now() - interval '366 days' and now() - interval '364 days' order by 1";
    tidy();
    assertThat(app.column(since)).containsExactlyInAnyOrder("events", "history");
    app.database()
        .sql(
            "update store.kept_since set since = now() - interval '30 days' where what = 'history'")
        .update();
    tidy();
    assertThat(app.column(since)).containsExactly("events");
    app.database().sql("delete from store.kept_since").update();
  }

  /** As autovacuum never does with a table of partitions. */
  @Test
  void aPollLooksAtItsNewDayAndNotAtTheWholeLog() {
    app.database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            select 'acme', now(), 'n' || n, 'user.session.start', '{}', 'poll' from generate_series(1, 2000) n""")
        .update();
    String day = "event_" + LocalDate.now(ZoneOffset.UTC).toString().replace("-", "");
    long before = analysed("event");
    finish(RunMode.LOG);
    assertThat(analysed(day)).isPositive();
    assertThat(analysed("event")).isEqualTo(before);
    finish(RunMode.FULL);
    assertThat(analysed("event")).isEqualTo(before + 1);
  }

  private void finish(RunMode mode) {
    app.database().sql("delete from store.run_data_type").update();
    pullBegins("events");
    app.database().sql("delete from store.request").update();
    request("events", "");
    app.database()
        .sql("update store.request set state = 'answered', changed = 2000, records = 2000")
        .update();
    Pull pull = new Pull(run, "acme", "events", mode, epoch());
    assertThat(app.bean(PullOutcome.class).finish(pull, app.bean(Catalogue.class).get("events")))
        .isTrue();
  }

  private static long analysed(String table) {
    return app.count(
        "select coalesce(sum(analyze_count), 0) from pg_stat_all_tables where schemaname = 'store' and relname = '%s'"
            .formatted(table));
  }

  private static void oldVersion() {
    app.database()
        .sql(
            """
            insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc)
            values ('acme', 'users', '', 'u', now() - interval '3 years', now() - interval '2 years', '{}')""")
        .update();
  }

  private static void tidy() {
    app.bean(Retention.class).tidy();
  }
}
