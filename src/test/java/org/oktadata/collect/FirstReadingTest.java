package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.StoreServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** From when on a data type is whole, told by how its readings ended. */
class FirstReadingTest {

  private static final String DAY = "now() - interval '%d days'";

  @TempDir Path folder;
  private JdbcClient database;

  @BeforeEach
  void open() throws Exception {
    database = new PlannedOrg(folder, "{}").database;
  }

  @Test
  void itIsWholeFromTheEndOfItsFirstCompleteReadingOn() {
    ended("full", "FAILURE", false, 9);
    assertThat(historyFrom()).isZero();
    ended("full", "SUCCESS", false, 7);
    ended("full", "SUCCESS", false, 5);
    ended("full", "FAILURE", false, 3);
    assertThat(historyFrom()).isEqualTo(7);
  }

  @Test
  void listsThatWereLeftUnreadAreWaitedFor() {
    ended("full", "PARTIAL_SUCCESS", true, 9);
    ended("delta", "PARTIAL_SUCCESS", true, 8);
    assertThat(historyFrom()).isZero();
    ended("delta", "SUCCESS", false, 6);
    assertThat(historyFrom()).isEqualTo(6);
  }

  @Test
  void aDeltaSaysNothingOfAListThatWasRefused() {
    ended("full", "FAILURE", false, 9);
    ended("delta", "SUCCESS", false, 8);
    assertThat(historyFrom()).isZero();
  }

  @Test
  void anotherOrgIsWholeOnceItWasReadItself() {
    ended("full", "SUCCESS", false, 9);
    database.sql("update store.integration set issuer_changed_at = " + DAY.formatted(5)).update();
    ended("full", "FAILURE", false, 4);
    assertThat(historyFrom()).isZero();
    ended("full", "SUCCESS", false, 2);
    assertThat(historyFrom()).isEqualTo(2);
  }

  @Test
  void onlyWhatCameAfterAFirstReadingWasAdded() {
    ended("full", "SUCCESS", false, 9);
    database.sql("update store.integration set issuer_changed_at = " + DAY.formatted(5)).update();
    ended("full", "SUCCESS", false, 3);
    ended("full", "PARTIAL_SUCCESS", true, 2);
    for (int day : new int[] {10, 8, 4, 1}) {
      database
          .sql(
              "insert into store.resource (integration, data_type, id, doc, changed_at) values ('acme', 'users', ?, '{}', %s)"
                  .formatted(DAY.formatted(day)))
          .param("day " + day)
          .update();
    }
    assertThat(
            database
                .sql("select id || ': ' || change from okta.changes('-infinity', now())")
                .query(String.class)
                .list())
        .containsExactly("day 10: first read", "day 8: added", "day 4: first read", "day 1: added");
  }

  @Test
  void runsMayBeGoneAndWhatRetentionDeletedIsNotCounted() {
    ended("full", "SUCCESS", false, 9);
    database.sql("delete from store.run").update();
    assertThat(historyFrom()).isEqualTo(9);
    database
        .sql(
            "insert into store.kept_since (what, since) values ('history', %s)"
                .formatted(DAY.formatted(4)))
        .update();
    assertThat(historyFrom()).isEqualTo(4);
  }

  @Test
  void anUpgradeTakesItFromTheRunsThatWereKept() {
    String url = StoreServer.newDatabase().replaceFirst("[^/]+$", "evidence_before");
    StoreServer.administer("create database evidence_before");
    DriverManagerDataSource before = new DriverManagerDataSource(url, "postgres", "postgres");
    Flyway upgrade = StoreServer.flyway(before);
    Flyway.configure().configuration(upgrade.getConfiguration()).target("216").load().migrate();
    database = JdbcClient.create(before);
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by, issuer_changed_at)
            values ('acme', 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api', %s)"""
                .formatted(DAY.formatted(6)))
        .update();
    ended("full", "SUCCESS", false, 9);
    ended("full", "PARTIAL_SUCCESS", true, 5);
    ended("full", "SUCCESS", false, 3);
    upgrade.migrate();
    assertThat(
            database
                .sql(
                    """
                    select concat_ws(' ', extract(day from now() - read_at + interval '1 hour'), extract(day from now() - whole_from + interval '1 hour'))
                    from store.first_reading order by org_since""")
                .query(String.class)
                .list())
        .containsExactly("9 9", "5 3");
    assertThat(historyFrom()).isEqualTo(3);
  }

  @Test
  void parentsAndWhatIsNamedAreCollectedAndTheRestIsNot() {
    database
        .sql(
            """
            insert into store.data_type values ('apps', '', false), ('app_keys', 'apps', true), ('users', '', false);
            update store.integration set settings = '{"dataTypes": ["app_keys"]}'""")
        .update();
    assertThat(
            database
                .sql("select data_type from okta.freshness where collected order by 1")
                .query(String.class)
                .list())
        .containsExactly("app_keys", "apps");
    assertThat(database.sql("select count(*) from okta.freshness").query(Long.class).single())
        .isEqualTo(3);
  }

  private void ended(String mode, String status, boolean noted, int daysAgo) {
    String at = DAY.formatted(daysAgo);
    database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, status, trigger, started_at, finished_at)
              values ('acme', :mode, :status, 'test', %1$s, %1$s) returning id)
            insert into store.run_data_type (run_id, data_type, integration, started_at) select id, 'users', 'acme', %1$s from run"""
                .formatted(at))
        .param("mode", mode)
        .param("status", status)
        .update();
    database
        .sql(
            "update store.run_data_type set status = :status, noted = :noted, finished_at = %s where finished_at is null"
                .formatted(at))
        .param("status", status)
        .param("noted", noted)
        .update();
  }

  /** Days ago; 0 where it isn't known. */
  private int historyFrom() {
    return database
        .sql(
            "select coalesce(extract(day from now() - history_from + interval '1 hour')::int, 0) from okta.freshness where data_type = 'users'")
        .query(Integer.class)
        .single();
  }
}
