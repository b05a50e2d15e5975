package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.oktadata.AppUnderTest;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.catalogue.DataType;
import org.oktadata.findings.SharedData;

/**
 * Whatever Okta is known to answer at an endpoint of the catalogue, from its OpenAPI description
 * and from recordings, comes through the real routes into the database as it was served.
 */
@EnabledIf(value = "org.oktadata.findings.SharedData#isThere", disabledReason = SharedData.ABSENT)
class EveryEndpointTest {

  /** Okta's description has no example of these, and nobody recorded an answer. */
  private static final Set<String> NOTHING_KNOWN =
      Set.of(
          "attack_protection_authenticator_settings",
          "client_role_group_targets",
          "device_integrations",
          "device_posture_checks",
          "org_admin_app_assignment",
          "org_client_privileges",
          "org_third_party_admins",
          "user_grants",
          "user_lockout_settings");

  /** Nobody recorded a client with a role that these are targets of. */
  private static final Set<String> NEVER_ASKED_FOR = Set.of("client_role_targets");

  private static final Collection<DataType> CATALOGUE =
      new CatalogueReader(Path.of("routes/data-types.yaml")).read().values();

  @TempDir static Path folder;
  static KnownAnswers answers;
  static KnownAnswersServer okta;
  static AppUnderTest app;
  static JsonNode run;

  @BeforeAll
  static void collectEverything() throws IOException {
    answers = new KnownAnswers(CATALOGUE);
    okta = new KnownAnswersServer(answers, CATALOGUE);
    app =
        AppUnderTest.start(
            folder,
            okta.url(),
            "--okta.home=" + CopiedRoutes.in(folder),
            "--okta.retention.events=0d",
            "--okta.integrations[0].data-types="
                + CATALOGUE.stream().map(DataType::name).collect(Collectors.joining(",")));
    run = app.collectFor(Duration.ofMinutes(5), "{}");
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
    }
    if (okta != null) {
      okta.close();
    }
  }

  static Stream<Named<DataType>> known() {
    return CATALOGUE.stream()
        .filter(type -> !NOTHING_KNOWN.contains(type.name()))
        .filter(type -> !NEVER_ASKED_FOR.contains(type.name()))
        .map(type -> Named.of(type.name(), type));
  }

  @Test
  void ofEveryEndpointButAFewAnAnswerIsKnown() {
    Set<String> unknown = new TreeSet<>();
    CATALOGUE.stream()
        .map(DataType::name)
        .filter(name -> answers.pages(name).isEmpty())
        .forEach(unknown::add);
    assertThat(unknown)
        .as("data types whose endpoint has neither an example nor a recording")
        .containsExactlyInAnyOrderElementsOf(NOTHING_KNOWN);
  }

  @Test
  void theRunIsComplete() {
    assertThat(run.path("status").asText()).as(run.toPrettyString()).isEqualTo("SUCCESS");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("known")
  void whatIsStoredIsWhatWasServed(DataType type) throws IOException {
    assertThat(okta.served(type.name())).as("the list that was read").isNotNull();
    assertThat(okta.pages(type.name()))
        .as("pages read of " + okta.served(type.name()))
        .isEqualTo(answers.pages(type.name()).size() + (type.isLog() ? 1 : 0));
    Map<JsonNode, JsonNode> expected = new HashMap<>();
    for (JsonNode page : answers.pages(type.name())) {
      for (JsonNode object : KnownAnswers.objects(type, page)) {
        JsonNode kept = KnownAnswers.kept(type, object);
        boolean alone = page.isObject() && type.answer().items().isEmpty();
        expected.put(key(type, kept, alone ? type.name() : null), kept);
      }
    }
    assertThat(expected).as("objects known").isNotEmpty();
    assertThat(stored(type)).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void noSecretThatOktaIsKnownToShowIsStored() {
    for (String name :
        List.of("sharedSecret", "secretKey", "client_secret", "clientSecret", "privateKey")) {
      assertThat(
              app.column(
                  "select data_type || ' ' || doc from store.resource where jsonb_path_exists(doc, '$.**.%s ? (@ != null)')"
                      .formatted(name)))
          .as(name)
          .isEmpty();
    }
    assertThat(
            app.column(
                "select data_type || ' ' || doc from store.resource where jsonb_path_exists(doc, '$.channel.config.headers[*].value')"))
        .as("headers of hooks")
        .isEmpty();
    assertThat(
            app.column(
                "select distinct data_type from store.resource where jsonb_path_exists(doc, '$.channel.config.headers[*].key')"))
        .as("whose names are no secret")
        .containsExactly("event_hooks", "inline_hooks");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("known")
  void everyColumnOfTheViewCanBeRead(DataType type) {
    String stored =
        type.isLog()
            ? "select uuid from store.event where integration = 'acme'"
            : "select id from store.resource where integration = 'acme' and deleted_at is null and data_type = '%s'"
                .formatted(type.name());
    assertThat(app.count("select count(v::text) from okta.%s v".formatted(type.name())))
        .isGreaterThanOrEqualTo(app.count("select count(*) from (" + stored + ") s"));
    String id = type.isLog() ? "uuid" : "id";
    assertThat(app.column("select %s from okta.%s".formatted(id, type.name())))
        .containsAll(app.column(stored));
  }

  /** An id; where the object has none, the data type's name if it stands alone, or the object. */
  private static JsonNode key(DataType type, JsonNode object, String alone) {
    JsonNode id = KnownAnswers.id(type, object);
    String text = id.isValueNode() && !id.isNull() ? id.asText() : alone;
    return text == null ? object : JsonNodeFactory.instance.textNode(text);
  }

  private static Map<JsonNode, JsonNode> stored(DataType type) throws IOException {
    String sql =
        type.isLog()
            ? "select uuid, doc::text from store.event where integration = 'acme'"
            : "select id, doc::text from store.resource where integration = 'acme' and deleted_at is null and data_type = '%s'"
                .formatted(type.name());
    Map<JsonNode, JsonNode> stored = new HashMap<>();
    for (Map<String, Object> row : app.database().sql(sql).query().listOfRows()) {
      JsonNode doc = KnownAnswers.JSON.readTree((String) row.get("doc"));
      String id = (String) row.values().iterator().next();
      JsonNode own = key(type, doc, id.equals(type.name()) ? id : null);
      assertThat(own.isTextual() ? own.asText() : id).as("id of the row").isEqualTo(id);
      stored.put(own, doc);
    }
    return stored;
  }
}
