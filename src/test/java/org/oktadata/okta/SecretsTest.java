package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.okta.PlantedSecrets.AWS_SESSION;
import static org.oktadata.okta.PlantedSecrets.CANARIES;
import static org.oktadata.okta.PlantedSecrets.CODE;
import static org.oktadata.okta.PlantedSecrets.HOOK;
import static org.oktadata.okta.PlantedSecrets.MAIL;
import static org.oktadata.okta.PlantedSecrets.OIDC;
import static org.oktadata.okta.PlantedSecrets.SLACK;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.PlantedLeaks;

/**
 * Plants a canary in every field that takes a secret, uses each of them, well and badly, and looks
 * for them wherever somebody could see them: the whole log at its most talkative, JMX with its
 * dumps, hawtio, Camel's tracer, every page and answer, metrics, and the database.
 */
class SecretsTest {

  @TempDir static Path folder;
  static SecretsInUse secrets;
  static AppUnderTest app;
  static Map<String, String> answers;
  static List<String> logged;

  @BeforeAll
  static void useEverySecretThereIs() throws Exception {
    secrets = new SecretsInUse(folder);
    app = secrets.app;
    answers = secrets.answers.all();
    logged = secrets.log.lines();
  }

  @AfterAll
  static void stop() {
    if (secrets != null) {
      secrets.close();
    }
  }

  @Test
  void noSecretIsInTheLogAtItsMostTalkative() {
    assertThat(logged).as("it is really talkative").hasSizeGreaterThan(10_000);
    assertThat(secrets.readers.in(logged)).isEmpty();
  }

  @Test
  void noSecretIsInJmxNorInWhatItsOperationsDump() {
    Map<String, String> told = secrets.readers.toldByJmx(ObjectName.WILDCARD);
    assertThat(told).hasSizeGreaterThan(3_000);
    assertThat(told.keySet()).anyMatch(each -> each.contains("dumpRouteAsXml/1"));
    assertThat(secrets.readers.in(told)).isEmpty();
  }

  @Test
  void noSecretIsInWhatCamelsTracerKeeps() {
    assertThat(String.join("", secrets.traces.values()))
        .contains("<routeId>okta-call<", "<routeId>stream-http<", "<routeId>deliver-webhook<");
    assertThat(secrets.readers.in(secrets.traces)).isEmpty();
  }

  @Test
  void noSecretIsInAnyAnswerOrPage() {
    assertThat(answers).hasSizeGreaterThan(80);
    assertThat(answers.get("GET /users")).contains("200 ");
    assertThat(secrets.readers.in(answers)).isEmpty();
  }

  @Test
  void eachSecretIsFoundWhereverItIsToldOnPurpose() throws Exception {
    PlantedLeaks planted = new PlantedLeaks(app, secrets.log, secrets.readers);
    assertThat(planted.missed(PlantedSecrets.GIVEN)).isEmpty();
  }

  @Test
  void noSecretIsInTheDatabaseInClear() {
    Map<String, String> leaks = new TreeMap<>();
    List<String> tables = new ArrayList<>(tables());
    assertThat(tables).contains("store.integration", "store.delivery", "store.audit");
    for (String table : tables) {
      app.column("select t::text from " + table + " t").stream()
          .map(CANARIES::planted)
          .filter(Objects::nonNull)
          .forEach(leak -> leaks.put(table, leak));
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void everySecretWasReallyUsed() {
    assertThat(secrets.receiver.seen())
        .contains(HOOK, SLACK, OIDC, CODE, AWS_SESSION, "X-signature=", "AmazonSQS.ReceiveMessage")
        .contains(Base64.getEncoder().encodeToString(("\0mailer\0" + MAIL).getBytes()));
  }

  private static Set<String> tables() {
    return app.column(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('store',"
            + " 'okta', 'public')");
  }
}
