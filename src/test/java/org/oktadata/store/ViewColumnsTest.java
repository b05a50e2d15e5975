package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Columns of the views that analysts query: where in a document each comes from. */
class ViewColumnsTest {

  private final JdbcClient database =
      JdbcClient.create(
          new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres"));

  @Test
  void peopleHaveTheirProfileAndTheDisplayNameThatOktaShows() {
    resource(
        "users",
        "",
        "u1",
        """
        {"status": "ACTIVE", "credentials": {"provider": {"type": "ACTIVE_DIRECTORY", "name": "corp.example"}}, "profile": {
          "login": "ana@acme.example", "firstName": "Ana", "lastName": "Lima", "displayName": "Ana L.", "department": "Audit",
          "title": "Auditor", "manager": "Ben", "managerId": "17", "userType": "Employee", "employeeNumber": "0042",
          "organization": "Acme", "countryCode": "BR"}}""");
    resource("users", "", "u2", "{\"profile\": {\"firstName\": \"Ben\", \"lastName\": \"Okoye\"}}");
    assertThat(
            row(
                """
                select display_name, first_name, last_name, department, title, manager, manager_id, user_type, employee_number,
                  organization, country_code, provider from okta.users where id = 'u1'"""))
        .isEqualTo("Ana L.|Ana|Lima|Audit|Auditor|Ben|17|Employee|0042|Acme|BR|ACTIVE_DIRECTORY");
    assertThat(row("select display_name, department from okta.users where id = 'u2'"))
        .isEqualTo("Ben Okoye|null");
  }

  @Test
  void eventsHaveTheirFirstTargetTheSessionAndThePlace() {
    event(
        "e1",
        """
        {"actor": {"type": "User"}, "severity": "WARN", "displayMessage": "Reset factor", "device": {"id": "guo1"},
         "transaction": {"id": "t1", "detail": {"requestApiTokenId": "00T1"}},
         "target": [{"id": "u1", "type": "User", "displayName": "Ana Lima"}, {"id": null}, {"id": "f1", "type": "Factor"}],
         "authenticationContext": {"externalSessionId": "s1"}, "securityContext": {"asNumber": 64500, "isProxy": true},
         "client": {"userAgent": {"rawUserAgent": "curl/8"},
                    "geographicalContext": {"city": "Berlin", "geolocation": {"lat": 52.52, "lon": 13.4}}}}""");
    event(
        "e2",
        """
        {"target": null, "authenticationContext": {"externalSessionId": "unknown"},
         "securityContext": {"asNumber": "AS1", "isProxy": null}, "client": {"geographicalContext": {"geolocation": {"lat": "north"}}}}""");
    String columns =
        """
        select actor_type, target_id, target_type, target_name, array_to_string(target_ids, ','), session_id, transaction_id,
          user_agent, city, severity, display_message, is_proxy, as_number, latitude, longitude, api_token_id, device_id from okta.events where uuid = 'e%d'""";
    assertThat(row(columns.formatted(1)))
        .isEqualTo(
            "User|u1|User|Ana Lima|u1,f1|s1|t1|curl/8|Berlin|WARN|Reset factor|true|64500|52.52|13.4|00T1|guo1");
    assertThat(row(columns.formatted(2)))
        .isEqualTo("null|null|null|null||" + "null|".repeat(11) + "null");
  }

  @Test
  void columnsOfEventsCostNothingUnlessTheyAreSelected() {
    assertThat(
            database
                .sql("explain (verbose) select uuid, event_type from okta.events")
                .query(String.class)
                .list())
        .noneMatch(line -> line.contains("doc"))
        .noneMatch(line -> line.contains("SubPlan") || line.contains("Function"));
  }

  @Test
  void whatHasTimesShowsThemAndSinceWhenItIsKnown() {
    String document =
        """
        {"status": "ACTIVE", "created": "2025-03-13T22:02:59.000Z", "lastUpdated": "2026-04-01T00:00:00.000Z"}""";
    for (String view :
        List.of(
            "users",
            "groups",
            "apps",
            "app_users",
            "factors",
            "admin_roles",
            "group_roles",
            "client_roles",
            "policies",
            "policy_rules",
            "authenticators",
            "zones",
            "org",
            "devices",
            "api_tokens",
            "user_types")) {
      resource(view, "p", "1", document);
      assertThat(
              row(
                  """
                  select extract(year from created) as c, extract(year from last_updated) as u, first_seen = (select min(first_seen) from
                    store.resource where data_type = '%1$s') as f from okta.%1$s where id = '1' limit 1"""
                      .formatted(view)))
          .as(view)
          .isEqualTo("2025|2026|true");
    }
    for (String view :
        List.of(
            "group_members",
            "app_groups",
            "role_assignees",
            "api_service_integrations",
            "org_contacts",
            "active_factors")) {
      resource(view, "p", "1", document);
      assertThat(row("select count(first_seen) > 0 as known from okta." + view))
          .as(view)
          .isEqualTo("true");
    }
  }

  @Test
  void everyViewAndColumnSaysWhatItIs() {
    database.sql("select store.plain_view('things')::text").query(String.class).list();
    assertThat(
            database
                .sql(
                    """
                    select concat_ws('.', c.relname, a.attname) from pg_class c
                    left join lateral (
                      select null as attname, 0 as attnum
                      union all
                      select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0) a on true
                    where c.relnamespace = 'okta'::regnamespace
                      and coalesce(case a.attnum when 0 then obj_description(c.oid) else col_description(c.oid, a.attnum) end, '') = ''""")
                .query(String.class)
                .list())
        .as("without a comment: add them to R__column_texts.sql")
        .isEmpty();
  }

  private void event(String uuid, String document) {
    database
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, doc, received_via)
            values ('acme', now(), ?, 'x', ?::jsonb, 'poll')""")
        .params(uuid, document)
        .update();
  }

  private void resource(String type, String parent, String id, String document) {
    database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) values ('acme', ?, ?, ?, ?::jsonb)")
        .params(type, parent, id, document)
        .update();
  }

  /** The values of the one row that a query has. */
  private String row(String query) {
    return String.join(
        "|",
        database.sql(query).query().singleRow().values().stream().map(String::valueOf).toList());
  }
}
