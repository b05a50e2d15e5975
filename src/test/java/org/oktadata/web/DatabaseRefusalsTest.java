package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database refuses is told alike to people and programs: whose fault it is. */
class DatabaseRefusalsTest extends StartedApplication {

  @AfterEach
  void nothingIsRefused() {
    jdbc.sql("drop trigger refuse on store.finding").update();
    jdbc.sql("drop function store.refuse()").update();
    jdbc.sql("delete from store.finding where check_id = 'refused'").update();
  }

  @ParameterizedTest
  @CsvSource({
    "22003, 400, is too long for it",
    "54000, 400, is too long for it",
    "57014, 503, Ask for less",
    "55P03, 503, Ask for less",
    "40P01, 503, t answer",
    "58030, 503, t answer",
    "42703, 500, the log",
    "23514, 500, the log"
  })
  void aPersonIsToldOfItAsAProgramIs(String state, int status, String told) {
    String place = "/findings/" + finding();
    refuse(state);
    var answer = http.json("POST", "/api" + place + "/accept", "{\"reason\":\"why\"}");
    assertThat(answer.body()).contains(told);
    assertThat(answer.statusCode()).isEqualTo(status);
    var page =
        http.send(
            "POST",
            place + "/accept",
            "reason=why",
            "Authorization",
            Browser.ADMIN,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Accept",
            "text/html");
    assertThat(page.body()).contains(told);
    assertThat(page.statusCode()).isEqualTo(status);
  }

  private void refuse(String state) {
    jdbc.sql(
            """
            create function store.refuse() returns trigger language plpgsql as $$
            begin raise sqlstate '%s'; end $$"""
                .formatted(state))
        .update();
    jdbc.sql(
            """
            create trigger refuse before update on store.finding
            for each row when (old.check_id = 'refused') execute function store.refuse()""")
        .update();
  }

  private long finding() {
    return jdbc.sql(
            """
            insert into store.finding (integration, check_id, kind, title, subject_type, subject_id, severity, state)
            values ('configured', 'refused', 'posture', 'Odd', 'user', 'odd', 'low', 'open')
            returning id""")
        .query(Long.class)
        .single();
  }
}
