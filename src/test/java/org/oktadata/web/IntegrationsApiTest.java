package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.integrations.IntegrationSettings;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class IntegrationsApiTest extends StartedApplication {

  private static final String ACME =
      """
      {"name":"acme","displayName":"Acme","issuer":"https://acme.okta.com/","clientId":"0oa1",
       "clientSecret":"hush","intakeKey":"hushed-too-and-long-enough","dataTypes":["managed","app_grants"]}""";

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void anIntegrationIsAddedReadChangedAndRemoved() {
    HttpResponse<String> added = http.json("POST", "/api/integrations", ACME);
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.headers().firstValue("Location")).hasValue("/api/integrations/acme");
    JsonNode view = read(http.json("GET", "/api/integrations/acme", null));
    assertThat(view.equals(read(added))).isTrue();
    assertThat(view.get("issuer").asText()).isEqualTo("https://acme.okta.com");
    assertThat(view.get("managedBy").asText()).isEqualTo("api");
    assertThat(view.get("state").asText()).isEqualTo("ready");
    assertThat(view.get("logHistory").asText()).isEqualTo("90d");
    assertThat(view.at("/credentials/type").asText()).isEqualTo("client-secret");
    assertThat(view.get("intakeKeySet").asBoolean()).isTrue();

    JsonNode changed =
        read(
            http.json(
                "PUT",
                "/api/integrations/acme",
                "{\"rateLimitShare\":0.5,\"dataTypes\":\"managed\"}"));
    assertThat(changed.get("rateLimitShare").asDouble()).isEqualTo(0.5);
    assertThat(changed.get("dataTypes").get(0).asText()).isEqualTo("managed");
    assertThat(changed.get("displayName").asText()).isEqualTo("Acme");
    assertThat(read(http.json("GET", "/api/integrations", null))).hasSize(2);

    assertThat(http.json("DELETE", "/api/integrations/acme", null).statusCode()).isEqualTo(204);
    assertThat(http.json("GET", "/api/integrations/acme", null).statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", "/api/integrations/acme", null).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsLeftOutIsAsConfigurationHasIt() {
    IntegrationSettings configured =
        new Binder(new MapConfigurationPropertySource(Map.of("i.name", "acme")))
            .bindOrCreate("i", Bindable.of(IntegrationSettings.class));
    IntegrationRequest request =
        IntegrationRequest.ofConnection("acme", null, null, null, null, null, null);
    assertThat(request.settings()).isEqualTo(configured);
  }

  @Test
  void secretsGoInAndNeverComeOut() {
    String answers =
        http.json("POST", "/api/integrations", ACME).body()
            + http.json("POST", "/api/integrations", ACME).body()
            + http.json(
                    "PUT",
                    "/api/integrations/acme",
                    "{\"clientSecret\":\"hush\",\"privateKey\":\"hush\"}")
                .body()
            + http.json("PUT", "/api/integrations/acme", "{\"maxInFlight\":\"hush\"}").body()
            + http.json("PUT", "/api/integrations/acme", "{\"hush\":").body()
            + http.json(
                    "PUT", "/api/integrations/acme", "{\"privateKey\":\"hush\",\"keyId\":\"k1\"}")
                .body()
            + http.json("GET", "/api/integrations", null).body()
            + http.json("GET", "/actuator/health", null).body();
    assertThat(answers).contains("private-key", "k1").doesNotContain("hush", "secret-of-conf");
    assertThat(jdbc.sql("select i::text from store.integration i").query(String.class).list())
        .hasSize(2)
        .noneMatch(row -> row.contains("hush") || row.contains("secret-of-conf"));
  }

  @Test
  void aChangeWithoutSecretKeepsItButNotForAnotherOrg() {
    http.json("POST", "/api/integrations", ACME);
    assertThat(http.json("PUT", "/api/integrations/acme", "{\"clientSecret\":\"\"}").statusCode())
        .isEqualTo(200);
    HttpResponse<String> elsewhere =
        http.json("PUT", "/api/integrations/acme", "{\"issuer\":\"https://other.okta.com\"}");
    assertThat(elsewhere.statusCode()).isEqualTo(400);
    assertThat(read(elsewhere).get("field").asText()).isEqualTo("clientSecret");
    assertThat(
            jdbc.sql(
                    "select detail ->> 'more' from store.audit where action = 'integration.change-refused' order by id desc limit 1")
                .query(String.class)
                .single())
        .contains("must be sent again");
    assertThat(
            http.json(
                    "PUT",
                    "/api/integrations/acme",
                    "{\"issuer\":\"https://other.okta.com\",\"clientSecret\":\"hush\"}")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatAnAnswerTellsMayBeSentBack() {
    String view = http.json("POST", "/api/integrations", ACME).body();
    JsonNode sentBack = read(http.json("PUT", "/api/integrations/acme", view));
    assertThat(sentBack.get("clientId").asText()).isEqualTo("0oa1");
    assertThat(sentBack.at("/credentials/type").asText()).isEqualTo("client-secret");
  }

  @Test
  void anUnreadablePrivateKeyMarksTheIntegrationFailed() {
    JsonNode added =
        read(
            http.json(
                "POST",
                "/api/integrations",
                """
                {"name":"acme","issuer":"https://acme.okta.com","clientId":"0oa1",
                 "privateKey":"no key","keyId":"k1"}"""));
    assertThat(added.get("state").asText()).isEqualTo("failed");
    assertThat(added.get("stateReason").asText()).startsWith("The private key cannot be read");
    JsonNode repaired =
        read(http.json("PUT", "/api/integrations/acme", "{\"clientSecret\":\"hush\"}"));
    assertThat(repaired.get("state").asText()).isEqualTo("ready");
    assertThat(repaired.get("stateReason").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                      | name
          {"name":"A"}                            | name
          {"name":"a"}                            | issuer
          {"name":"a","issuer":"http://a.com"}    | issuer
          {"name":"a","issuer":"https://a.com"}   | clientId
          {"name":"a","issuer":"https://a.com","clientId":"c"} | clientSecret
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","privateKey":"p"} | clientSecret
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","rateLimitShare":9} | rateLimitShare
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","maxInFlight":0} | maxInFlight
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","logHistory":"x"} | logHistory
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","logHistory":"180d"} | logHistory
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","dataTypes":["A b"]} | dataTypes
          {"name":"a","issuer":"https://a.com","clientId":"c","clientSecret":"s","dataTypes":["app_grant"]} | dataTypes
          {"name":"a","issuer":"https://a.com","clientId":"c","privateKey":"file:/etc/passwd"} | privateKey
          {"name":"a","dpop":"sometimes"}         | dpop
          {"name":"a","isuer":"https://a.com"}    | isuer
          """)
  void aWrongShapeNamesItsField(String body, String field) {
    HttpResponse<String> answer = http.json("POST", "/api/integrations", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(read(answer).get("field").asText()).isEqualTo(field);
    assertThat(read(answer).get("detail").asText()).startsWith(field + " ");
  }

  @Test
  void aNameIsTakenOnce() {
    http.json("POST", "/api/integrations", ACME);
    assertThat(http.json("POST", "/api/integrations", ACME).statusCode()).isEqualTo(409);
    HttpResponse<String> renamed =
        http.json("PUT", "/api/integrations/acme", "{\"name\":\"other\"}");
    assertThat(renamed.statusCode()).isEqualTo(400);
  }

  @Test
  void whatConfigurationOwnsIsEditedThere() {
    for (String method : new String[] {"PUT", "DELETE"}) {
      HttpResponse<String> refused = http.json(method, "/api/integrations/configured", "{}");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(read(refused).get("detail").asText()).contains("okta.integrations");
    }
    JsonNode view = read(http.json("GET", "/api/integrations/configured", null));
    assertThat(view.get("managedBy").asText()).isEqualTo("configuration");
  }

  @Test
  void everyChangeIsNoted() {
    jdbc.sql("delete from store.audit").update();
    http.json("POST", "/api/integrations", ACME);
    http.json("PUT", "/api/integrations/acme", "{}");
    http.json("DELETE", "/api/integrations/acme", null);
    assertThat(
            jdbc.sql("select actor || ' ' || action || ' ' || subject from store.audit order by id")
                .query(String.class)
                .list())
        .containsExactly(
            "ada integration.add acme",
            "ada integration.change acme",
            "ada integration.remove acme");
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsAProblemDetail() {
    assertProblem(404, http.json("GET", "/api/nothing", null));
    assertProblem(405, http.json("PATCH", "/api/integrations", "{}"));
    assertProblem(
        415, http.send("POST", "/api/integrations", "{}", "Authorization", Browser.ADMIN));
    assertProblem(400, http.json("POST", "/api/integrations", "no json"));
    assertProblem(401, http.send("GET", "/api/integrations", null));
  }

  private void assertProblem(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(read(answer).get("status").asInt()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("\tat ", "Exception");
  }

  private JsonNode read(HttpResponse<String> answer) {
    try {
      return mapper.readTree(answer.body());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }
}
