package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;

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
