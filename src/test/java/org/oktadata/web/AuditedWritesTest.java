package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change is stored with its line in the audit log, or not at all. */
class AuditedWritesTest extends StartedApplication {

  private static final String ACME =
      """
      {"name": "acme", "displayName": "Acme", "issuer": "https://acme.okta.com", "clientId": "0oa1",
       "clientSecret": "hush"}""";

  @BeforeEach
  void integration() {
    assertThat(http.json("POST", "/api/integrations", ACME).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void theAuditLogTakesLinesAgain() {
    jdbc.sql("alter table store.audit drop constraint if exists full_disk").update();
    jdbc.sql("delete from store.run").update();
  }

  @Test
  void nothingIsStoredThatNobodyWouldBeToldOf() {
    jdbc.sql("alter table store.audit add constraint full_disk check (false) not valid").update();
    assertRefused("PUT", "/api/integrations/acme", "{\"displayName\": \"Other\"}");
    assertRefused("POST", "/api/integrations", ACME.replace("acme", "other").replace("Acme", "O"));
    assertRefused("DELETE", "/api/integrations/acme", null);
    assertRefused("POST", "/api/integrations/acme/collect", null);
    assertRefused("POST", "/api/checks/account-locked/retro-hunt", null);
    assertThat(
            jdbc.sql(
                    "select display_name || ' ' || state from store.integration where name in ('acme', 'other')")
                .query(String.class)
                .list())
        .containsExactly("Acme ready");
    assertThat(count("store.run")).isZero();
    assertThat(count("store.hunt")).isZero();
  }

  @Test
  void whatIsStoredIsTold() {
    http.json("PUT", "/api/integrations/acme", "{\"displayName\": \"Other\"}");
    http.json("POST", "/api/integrations/acme/collect", null);
    http.json("DELETE", "/api/integrations/acme", null);
    assertThat(
            jdbc.sql(
                    "select action from store.audit where subject like 'acme%' order by id desc limit 4")
                .query(String.class)
                .list())
        .isEqualTo(
            List.of("integration.remove", "run.start", "integration.change", "integration.add"));
  }

  private void assertRefused(String method, String path, String body) {
    assertThat(http.json(method, path, body).statusCode()).as(method + " " + path).isEqualTo(500);
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
