package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.Integrations;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.web.Browser;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;

/** Settings keep what nobody touched, and say what they lack. */
class SettingsPagesTest extends StartedApplication {

  private static final String SETTINGS = "/integrations/odd/settings";

  @Autowired private Integrations integrations;

  @BeforeEach
  void anIntegrationWithUnevenSettings() {
    jdbc.sql("delete from store.run where integration = 'odd'").update(); // An earlier test's.
    http.json(
        "POST",
        "/api/integrations",
        """
        {"name": "odd", "issuer": "https://odd.okta.com", "clientId": "0oa1", "clientSecret": "hush",
         "rateLimitShare": 0.335, "logHistory": "36h"}""");
  }

  @Test
  void anotherOrgIsReachedWithItsCredentialsInTheSameForm() {
    String moved = "displayName=Renamed&issuer=https://moved.okta.com&clientId=0oa2";
    HttpResponse<String> refused = post(SETTINGS, moved + "&credential=secret&clientSecret=");
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(refused.body())
        .contains("must be sent again", "value=\"Renamed\"", "value=\"https://moved.okta.com\"")
        .containsPattern("<details[^>]* open");
    assertThat(setting()).contains("https://odd.okta.com");
    HttpResponse<String> saved = post(SETTINGS, moved + "&credential=secret&clientSecret=other");
    assertThat(saved.statusCode()).isEqualTo(302);
    assertThat(setting()).contains("https://moved.okta.com", "Renamed");
  }

  @Test
  void aSecretOfTheSameClientIsNotReplacedUntried() {
    String same = "displayName=Odd&issuer=odd.okta.com&clientId=0oa1&credential=";
    assertThat(post(SETTINGS, same + "secret&clientSecret=other").body())
        .contains("is changed under Rotate credentials", "Enter it again")
        .doesNotContain("other\"");
    assertThat(post(SETTINGS, same + "key&keyId=k1").body()).contains("under Rotate credentials");
    assertThat(post(SETTINGS, same + "secret&clientSecret=").statusCode()).isEqualTo(302);
  }

  /** Or the cure of a mended mistake would stand beside what is collected. */
  @Test
  void whatATestFoundGoesWithTheCredentialsThatItTested() {
    tested();
    post(SETTINGS, "displayName=Other&issuer=odd.okta.com&clientId=0oa1&credential=secret");
    assertThat(page(SETTINGS + "/advanced")).contains("Readable is of the test");
    assertThat(page("/api/integrations/odd/advice")).as("another name").contains("Grant it.");
    String app = "displayName=Odd&issuer=odd.okta.com&clientId=0oa2&credential=secret";
    post(SETTINGS, app + "&clientSecret=other");
    assertThat(page(SETTINGS + "/advanced")).contains("isn&#39;t tested yet");
    assertThat(page("/api/integrations/odd/advice"))
        .contains("Not tested yet")
        .doesNotContain("Grant it.");
    tested();
    String[] own = {
      "Authorization",
      Browser.ADMIN,
      "Content-Type",
      "application/json",
      "X-XSRF-TOKEN",
      http.csrfToken()
    };
    http.send("PUT", "/api/integrations/odd", "{\"clientSecret\": \"third\"}", own);
    assertThat(page("/api/integrations/odd/advice")).contains("Not tested yet");
  }

  @Test
  void whatWasCollectedSinceATestCanBeRead() {
    tested();
    collected("now() - interval '2 hours'");
    assertThat(page("/api/integrations/odd/advice")).contains("Grant it.", "0 of 1");
    collected("now()");
    assertThat(page("/api/integrations/odd/advice")).contains("1 of 1").doesNotContain("Grant it.");
  }

  private void tested() {
    jdbc.sql(
            """
            update store.integration set checked_at = now() - interval '1 hour', granted_scopes = '{}', availability =
              '[{"dataType": "users", "status": "FAILURE", "scope": "okta.users.read", "message": "Grant it."}]'
            where name = 'odd'""")
        .update();
  }

  private void collected(String when) {
    jdbc.sql(
            """
            with run as (
              insert into store.run (integration, mode, status, trigger) values ('odd', 'full', 'SUCCESS', 'test') returning id)
            insert into store.run_data_type (run_id, data_type, integration, status, finished_at)
            select id, 'users', 'odd', 'SUCCESS', %s from run"""
                .formatted(when))
        .update();
  }

  @Test
  void aDisplayNameThatAnotherIntegrationHasIsRefused() {
    http.json("PUT", "/api/integrations/odd", "{\"displayName\": \"Odd org\"}");
    String second = "issuer=https://two.okta.com&clientId=0oa2&credential=secret&clientSecret=x";
    assertThat(post("/integrations", "displayName=odd+ORG&name=two&" + second).body())
        .contains("The display name is that of the integration odd already")
        .contains("aria-invalid=\"true\"");
    HttpResponse<String> api =
        http.json(
            "POST",
            "/api/integrations",
            "{\"name\": \"two\", \"displayName\": \"Odd org\", \"issuer\": \"https://two.okta.com\","
                + " \"clientId\": \"0oa2\", \"clientSecret\": \"x\"}");
    assertThat(api.statusCode()).isEqualTo(400);
    assertThat(api.body()).contains("is that of the integration odd already");
    http.json("PUT", "/api/integrations/odd", "{\"displayName\": \"odd\"}");
  }

  @Test
  void withoutNewCredentialsNothingIsSaidToWork() {
    post(SETTINGS + "/credentials", "credential=secret&clientSecret=");
    assertThat(page(SETTINGS))
        .contains("Enter the new secret or private key.")
        .doesNotContain("Okta takes the new credentials");
  }

  /** Or a wrong one would end what is being collected with the old one. */
  @Test
  void newCredentialsAreStoredOnceOktaHasTakenThem() {
    try (SandboxOkta okta =
        SandboxOkta.start(SandboxOrg.generate(OrgSize.tiny(), 1))
            .register(SandboxClient.withSecret("0oa1", "right"))) {
      http.json(
          "PUT",
          "/api/integrations/odd",
          "{\"issuer\": \"%s\", \"clientSecret\": \"old\"}".formatted(okta.url()));
      jdbc.sql("delete from store.audit").update();
      post(SETTINGS + "/credentials", "credential=secret&clientSecret=wrong");
      assertThat(page(SETTINGS))
          .contains("The old credentials stay in use", "Okta refuses the client id or the secret");
      assertThat(jdbc.sql("select action from store.audit").query(String.class).list())
          .as("what was done to the integration")
          .containsExactly("integration.rotation-refused");
      assertThat(integrations.get("odd").credentials().clientSecret()).isEqualTo("old");
      post(SETTINGS + "/credentials", "credential=secret&clientSecret=right");
      assertThat(page(SETTINGS)).contains("Okta takes the new credentials");
      assertThat(integrations.get("odd").credentials().clientSecret()).isEqualTo("right");
      assertThat(noted())
          .containsExactly(
              "integration.change odd client secret 127.0.0.1", "integration.rotation-refused odd");
    }
  }

  @Test
  void whatIsSavedUntouchedStaysAsItWas() {
    assertThat(page(SETTINGS + "/advanced")).contains("value=\"36h\"", "value=\"34\"");
    post(SETTINGS + "/advanced", "choice=managed&share=34&logHistory=36h&maxInFlight=30");
    assertThat(setting()).contains("\"rateLimitShare\":0.335", "\"logHistory\":\"129600s\"");
    post(SETTINGS + "/advanced", "choice=managed&share=50&logHistory=90m&maxInFlight=30");
    assertThat(setting()).contains("\"rateLimitShare\":0.5");
    assertThat(page(SETTINGS + "/advanced")).contains("value=\"90m\"");
  }

  @Test
  void whatCannotBeSavedOfTheAdvancedSettingsIsShownAgainAsItWasTyped() {
    String typed = "choice=chosen&dataTypes=users&share=61&logHistory=";
    HttpResponse<String> emptied = post(SETTINGS + "/advanced", typed + "36h&maxInFlight=");
    assertThat(emptied.statusCode()).isEqualTo(200);
    assertThat(emptied.body())
        .contains("requests at the same time must be a whole number", "61 %")
        .containsPattern("<input[^>]*id=\"maxInFlight\"[^>]*aria-invalid=\"true\"");
    assertThat(post(SETTINGS + "/advanced", typed + "500d&maxInFlight=30").body())
        .containsPattern("<input[^>]*id=\"logHistory\"[^>]*value=\"500d\"")
        .containsPattern("<input[^>]*id=\"logHistory\"[^>]*aria-invalid=\"true\"");
    assertThat(setting()).contains("\"rateLimitShare\":0.335");
  }

  @Test
  void aChoiceOfNothingIsRefused() {
    post(
        SETTINGS + "/advanced",
        "choice=chosen&dataTypes=users&share=34&logHistory=36h&maxInFlight=30");
    assertThat(page(SETTINGS + "/advanced")).contains("Saved.");
    String none = "choice=chosen&share=34&logHistory=36h&maxInFlight=30";
    assertThat(post(SETTINGS + "/advanced", none).body()).contains("tick at least one");
    assertThat(setting()).contains("\"dataTypes\":[\"users\"]");
  }

  @Test
  void theAuditLogSaysWhatWasChangedFromWhatToWhatAndNoSecret() {
    jdbc.sql("delete from store.audit").update();
    String moved = "displayName=Renamed&issuer=https://moved.okta.com&clientId=0oa2";
    post(SETTINGS, moved + "&credential=secret&clientSecret=not-for-the-log");
    assertThat(noted())
        .containsExactly(
            "integration.change odd display name from odd to Renamed, issuer from https://odd.okta.com to https://moved.okta.com, client id from 0oa1 to 0oa2, client secret 127.0.0.1");
    assertThat(page("/audit")).contains("to 0oa2, client secret").doesNotContain("not-for-the");
  }

  /** What was done, with what and from where, the newest first; refusals without their sentence. */
  private List<String> noted() {
    return jdbc.sql(
            """
            select concat_ws(' ', action, subject,
              case when action not like '%refused' then detail ->> 'more' || ' ' || (detail ->> 'address') end)
            from store.audit order by id desc""")
        .query(String.class)
        .list();
  }

  private HttpResponse<String> post(String path, String form) {
    page(SETTINGS); // Its cookie has the token.
    String type = "application/x-www-form-urlencoded";
    String body = form + "&_csrf=" + http.csrfToken();
    return http.send("POST", path, body, "Authorization", Browser.ADMIN, "Content-Type", type);
  }

  private String setting() {
    return page("/api/integrations/odd");
  }

  private String page(String path) {
    return http.json("GET", path, null).body();
  }
}
