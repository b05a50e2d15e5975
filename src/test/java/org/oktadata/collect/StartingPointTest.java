package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where on an org is read, after what was read before. */
class StartingPointTest {

  @TempDir Path folder;

  private PlannedOrg org;

  @BeforeEach
  void anIntegrationWithALog() throws IOException {
    org =
        new PlannedOrg(
            folder,
            """
            groups: {path: "/api/v1/groups", bucket: b, scope: okta.groups.read, role: r, delta: "x={since}"}
            group_members: {path: "/api/v1/groups/{id}/users", parent: groups, bucket: b, scope: okta.groups.read, role: r, changed: "created >= :since"}
            events: {path: "/api/v1/logs?since={since}&limit=1000", store: store-events, key: uuid, bucket: b, scope: okta.logs.read, role: r}
            """);
  }

  @Test
  void smallerPagesOfTheLogLastNoLongerThanTheReadingThatNeededThem() {
    org.database
        .sql(
            "insert into store.cursor (integration, data_type, next) values ('acme', 'events', 'https://acme.okta.com/api/v1/logs?limit=62&after=1_2')")
        .update();
    Pull pull = new Pull(run("log", "events"), "acme", "events", RunMode.LOG, 0);
    new Planner(org.database).plan(pull, org.catalogue.get("events"), Instant.now());
    assertThat(org.database.sql("select next from store.request").query(String.class).single())
        .isEqualTo("https://acme.okta.com/api/v1/logs?limit=1000&after=1_2");
  }

  @Test
  void aDeltaLooksAsFarBackAsTheReadingOfTheParentsThatItIsPickedBy() {
    read("full", "4 hours", "SUCCESS", "SUCCESS");
    read("delta", "3 hours", "SUCCESS", "SUCCESS");
    read("delta", "2 hours", "FAILURE", "SUCCESS");
    read("delta", "1 second", "SUCCESS", "RUNNING");
    assertThat(hoursBack(RunMode.DELTA, "group_members")).isEqualTo(3);
    assertThat(hoursBack(RunMode.DELTA, "groups")).isEqualTo(0);
    assertThat(hoursBack(RunMode.FULL, "group_members"))
        .as("deltas leave what was read once")
        .isEqualTo(4);
  }

  @Test
  void listsThatCannotBeReadKeepADeltaFromNothingElse() {
    read("full", "4 hours", "SUCCESS", "PARTIAL_SUCCESS");
    assertThat(hoursBack(RunMode.DELTA, "group_members"))
        .as("what a complete reading lacks is noted, or read again whole")
        .isEqualTo(4);
    read("delta", "3 hours", "SUCCESS", "PARTIAL_SUCCESS");
    assertThat(hoursBack(RunMode.DELTA, "group_members")).isEqualTo(4);
    read("delta", "2 hours", "SUCCESS", "PARTIAL_SUCCESS noted");
    assertThat(hoursBack(RunMode.DELTA, "group_members")).isEqualTo(2);
  }

  @Test
  void aDeltaHasNoStartBeforeListsWereReadAtAll() {
    assertThat(start(RunMode.DELTA, "groups")).isEqualTo(Instant.EPOCH);
    assertThat(start(RunMode.DELTA, "group_members")).isNull();
    read("full", "4 hours", "FAILURE", "FAILURE");
    assertThat(start(RunMode.DELTA, "group_members")).isNull();
    read("full", "3 hours", "FAILURE", "PARTIAL_SUCCESS");
    read("delta", "2 hours", "FAILURE", "SUCCESS");
    assertThat(hoursBack(RunMode.DELTA, "group_members"))
        .as("groups never were complete, so only a complete reading counts")
        .isEqualTo(3);
    org.database.sql("update store.integration set issuer = 'https://other.okta.com'").update();
    assertThat(start(RunMode.FULL, "group_members")).as("of another org").isEqualTo(Instant.EPOCH);
    assertThat(start(RunMode.DELTA, "group_members")).as("of another org").isNull();
  }

  @Test
  void aLogWhoseLinkIsRefusedIsBegunWhereItsReadingHadCome() {
    assertThat(hoursBack(RunMode.LOG, "events")).as("nothing was read").isEqualTo(90 * 24);
    org.database
        .sql(
            "insert into store.cursor (integration, data_type, next, caught_up_at) values ('acme', 'events', 'https://next', now() - interval '2 days')")
        .update();
    assertThat(hoursBack(RunMode.LOG, "events")).isEqualTo(49);
    org.database.sql("update store.cursor set caught_up_at = now() - interval '120 days'").update();
    assertThat(hoursBack(RunMode.LOG, "events")).isEqualTo(120 * 24 + 1);
    org.database.sql("update store.cursor set caught_up_at = now() - interval '400 days'").update();
    assertThat(hoursBack(RunMode.LOG, "events")).as("as far as Okta goes").isEqualTo(179 * 24);
  }

  private long hoursBack(RunMode mode, String dataType) {
    return Duration.between(start(mode, dataType), Instant.now()).toHours();
  }

  private Instant start(RunMode mode, String dataType) {
    AtomicReference<Instant> since = new AtomicReference<>();
    org.under(
        "0s",
        "0s",
        "0s",
        beans ->
            since.set(
                beans
                    .getBean(StartingPoint.class)
                    .since(new Pull(0, "acme", dataType, mode, 0), org.catalogue.get(dataType))));
    return since.get();
  }

  /** A run, whose members were begun a minute after the groups. */
  private void read(String mode, String ago, String groups, String members) {
    org.database
        .sql(
            """
            with run as (
              insert into store.run (integration, mode, trigger, status) values ('acme', :mode, 'test', 'SUCCESS') returning id
            )
            insert into store.run_data_type (run_id, data_type, integration, status, noted, started_at)
            select id, 'groups', 'acme', :groups, false, now() - cast(:ago as interval) - interval '1 minute' from run
            union all
            select id, 'group_members', 'acme', split_part(:members, ' ', 1), :members like '% noted', now() - cast(:ago as interval) from run""")
        .param("mode", mode)
        .param("ago", ago)
        .param("groups", groups)
        .param("members", members)
        .update();
  }

  private long run(String mode, String dataType) {
    return org.database
        .sql(
            """
            with run as (insert into store.run (integration, mode, trigger) values ('acme', ?, 'test') returning id)
            insert into store.run_data_type (run_id, data_type, integration) select id, ?, 'acme' from run returning run_id""")
        .params(mode, dataType)
        .query(Long.class)
        .single();
  }
}
