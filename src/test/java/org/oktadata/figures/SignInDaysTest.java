package org.oktadata.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.events.Events;
import org.oktadata.store.NewEvents;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** Sign-ins of the overview are counted once each, whenever they come. */
class SignInDaysTest extends StartedApplication {

  private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
  private static final String STORED =
      """
      insert into store.event (integration, published, uuid, event_type, doc, received_via)
      values ('configured', '%sT12:00:00Z', '%s', '%s',
        '{"outcome": {"result": "%s"}, "client": {"geographicalContext": {"country": "%s"}}}', 'poll')
      on conflict do nothing""";

  @Autowired private SummaryCounts summaries;
  @Autowired private DataSource source;

  @BeforeEach
  void nothingCounted() {
    count();
    jdbc.sql("delete from store.sign_in_day").update();
  }

  @Test
  void aSignInOfAnEarlierDayThatComesLateIsCountedToItsDay() {
    store(TODAY, "FAILURE", "Norway");
    count();
    store(TODAY.minusDays(3), "SUCCESS", "Norway");
    store(TODAY.minusDays(3), "SUCCESS", "Norway");
    count();
    count();
    assertThat(days()).containsExactly(TODAY.minusDays(3) + " 2 0", TODAY + " 0 1");
    assertThat(signIns("countries::text", "lateral (select value->'countries') c (countries)"))
        .containsExactly("[{\"bad\": 1, \"good\": 2, \"country\": \"Norway\"}]");
    assertThat(http.json("GET", "/overview", null).body())
        .contains("eq%20%22Norway%22&amp;from=" + TODAY.minusDays(29) + "\">2<");
  }

  @Test
  void whatIsNoSignInOrOlderThanThePlotIsLeftOut() {
    jdbc.sql(STORED.formatted(TODAY, UUID.randomUUID(), "user.session.end", "SUCCESS", "Norway"))
        .update();
    store(TODAY.minusDays(40), "SUCCESS", "Norway");
    count();
    assertThat(days()).isEmpty();
  }

  @Test
  void aCountInSmallPartsMissesNothing() {
    for (int i = 0; i < 7; i++) {
      store(TODAY.minusDays(i % 2), "SUCCESS", "Norway");
    }
    count(2);
    assertThat(days()).containsExactly(TODAY.minusDays(1) + " 3 0", TODAY + " 4 0");
  }

  /** Its number is lower than that of what is counted first. */
  @Test
  void aSignInWhoseTransactionEndsLaterIsCountedThen() throws SQLException {
    try (Connection slow = source.getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.executeUpdate(
          STORED.formatted(TODAY, UUID.randomUUID(), "user.session.start", "SUCCESS", "Chile"));
      store(TODAY, "SUCCESS", "Norway");
      summaries.countSignIns(1_000);
      slow.commit();
    }
    count();
    assertThat(days()).containsExactly(TODAY + " 2 0");
  }

  @Test
  void namesThatNoIndexTakesAreCutAndCounted() {
    String endless = Events.random(9_000);
    store(TODAY, "SUCCESS", endless);
    store(TODAY, endless, "Norway");
    store(TODAY, "SUCCESS", "Norway");
    count();
    assertThat(
            jdbc.sql("select distinct length(country) from store.sign_in_day order by 1")
                .query(Integer.class)
                .list())
        .containsExactly(6, 100);
    assertThat(days()).containsExactly(TODAY + " 2 1");
  }

  private void count() {
    count(1_000);
  }

  /**
   * Until all is counted: the application, which runs beside, may be at it and isn't waited for.
   */
  private void count(int batch) {
    NewEvents.untilNoneIsHeldBack(jdbc);
    Awaitility.await()
        .until(
            () -> {
              summaries.countSignIns(batch);
              return jdbc.sql(
                      "select count(*) from store.event e join store.reader r on r.name = 'sign-ins' and (e.xid, e.seq) > (r.xid, r.seq) where e.published > now() - interval '31 days'")
                  .query(Long.class)
                  .single()
                  .equals(0L);
            });
  }

  private void store(LocalDate day, String result, String country) {
    jdbc.sql(STORED.formatted(day, UUID.randomUUID(), "user.session.start", result, country))
        .update();
  }

  private List<String> days() {
    summaries.count("configured");
    return signIns(
        "concat_ws(' ', day->>'day', day->>'good', day->>'bad')",
        "jsonb_path_query(value, '$.days[*]') day");
  }

  private List<String> signIns(String what, String from) {
    return jdbc.sql(
            "select %s from store.summary, %s where integration = 'configured' and name = 'sign-ins'"
                .formatted(what, from))
        .query(String.class)
        .list();
  }
}
