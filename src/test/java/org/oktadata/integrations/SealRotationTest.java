package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.web.StartedApplication;

/** A data key is changed while instances run, and afterwards the old one isn't needed any more. */
class SealRotationTest extends StartedApplication {

  private static final String OLD = DataKey.generate();
  private static final String NEW = DataKey.generate();
  private static final Credentials SECRET = new Credentials("hush", null, null, "intake");
  private static final Credentials KEY = new Credentials(null, "pem", "kid", null);

  @TempDir Path folder;

  @Test
  void everyStoredCredentialIsSealedAgainAndTheOldKeyCanGo() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      names.add("org-" + i);
      store(seal(OLD), "org-" + i, i % 2 == 0 ? SECRET : KEY);
    }
    renewal(NEW + "," + OLD).renew();
    assertThat(opened(seal(NEW))).hasSize(25).containsOnlyKeys(names);
    assertThat(opened(seal(OLD))).isEmpty();
    assertThat(opened(seal(NEW)).get("org-0")).isEqualTo(SECRET);
    assertThat(opened(seal(NEW)).get("org-1")).isEqualTo(KEY);
  }

  /** A seal also names its org, and several orgs are sealed with one key. */
  @Test
  void thePageAsksWhichKeysStillSealSomething() throws IOException {
    String question =
        Files.readString(Path.of("docs/security.md"))
            .replaceFirst("(?s).*## Change the data key.*?```sql\n(.*?)```.*", "$1");
    for (String name : List.of("acme", "globex")) {
      store(seal(NEW), name, SECRET);
      String own =
          seal(NEW).seal(new SealedFor(name, "https://" + name + ".okta.com", "client"), SECRET);
      jdbc.sql("update store.integration set credentials = ? where name = ?")
          .params(own, name)
          .update();
    }
    store(seal(OLD), "late", KEY);
    // The third key is that of the application, with the integration of its configuration.
    assertThat(jdbc.sql(question).query().listOfRows())
        .extracting(key -> key.get("count"))
        .containsExactlyInAnyOrder(2L, 1L, 1L);
  }

  @Test
  void withBothKeysEverywhereFirstNoInstanceEverLacksOne() {
    store(seal(OLD), "acme", SECRET);
    CredentialSeal stillRunning = seal(OLD + "," + NEW);
    renewal(NEW + "," + OLD).renew();
    assertThat(opened(stillRunning)).containsOnlyKeys("acme");
  }

  @Test
  void whatAnInstanceWithTheOldListStoresLaterIsSealedAgainWithinTheHour() {
    store(seal(OLD), "acme", SECRET);
    SealRenewal newInstance = renewal(NEW + "," + OLD);
    newInstance.renew();
    store(seal(OLD), "late", KEY);
    assertThat(opened(seal(NEW))).containsOnlyKeys("acme");
    newInstance.renew();
    assertThat(opened(seal(NEW))).containsOnlyKeys("acme", "late");
  }

  @Test
  void whatNoKeyAtHandOpensIsLeftAsItIs() {
    store(seal(DataKey.generate()), "strange", SECRET);
    String before = stored().get("strange");
    renewal(NEW + "," + OLD).renew();
    assertThat(stored()).containsEntry("strange", before);
  }

  @Test
  void whatIsCurrentIsNotWrittenAgain() {
    store(seal(NEW), "acme", SECRET);
    String before = stored().get("acme");
    renewal(NEW + "," + OLD).renew();
    assertThat(stored()).containsEntry("acme", before);
  }

  @Test
  void whatWasSealedForAnyIssuerIsSealedForItsOwn() throws Exception {
    store(seal(NEW), "acme", SECRET);
    jdbc.sql("update store.integration set credentials = ? where name = 'acme'")
        .param(OldSeals.seal(stored().get("acme"), NEW, "acme"))
        .update();
    renewal(NEW).renew();
    String renewed = stored().get("acme");
    assertThat(seal(NEW).open(owner("acme"), renewed).clientSecret()).isEqualTo("old");
    assertThatThrownBy(
            () ->
                seal(NEW)
                    .open(new SealedFor("acme", "https://evil.example.com", "client"), renewed))
        .isInstanceOf(SealedCredentialsException.class);
  }

  @Test
  void whatSomebodyPointedElsewhereIsNotSealedAgain() {
    store(seal(OLD), "acme", SECRET);
    jdbc.sql("update store.integration set issuer = 'https://evil.example.com' where name = 'acme'")
        .update();
    String before = stored().get("acme");
    renewal(NEW + "," + OLD).renew();
    assertThat(stored()).containsEntry("acme", before);
  }

  private static SealedFor owner(String name) {
    return new SealedFor(name, "https://acme.okta.com", "client");
  }

  private Map<String, Credentials> opened(CredentialSeal seal) {
    Map<String, Credentials> opened = new TreeMap<>();
    stored()
        .forEach(
            (name, text) -> {
              try {
                opened.put(name, seal.open(owner(name), text));
              } catch (SealedCredentialsException closed) {
                assertThat(closed).hasMessageContaining("sealed with another data key");
              }
            });
    return opened;
  }

  private Map<String, String> stored() {
    Map<String, String> rows = new TreeMap<>();
    jdbc.sql("select name, credentials from store.integration where name <> 'configured'")
        .query(
            row -> {
              rows.put(row.getString(1), row.getString(2));
            });
    return rows;
  }

  private void store(CredentialSeal seal, String name, Credentials credentials) {
    jdbc.sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by)
            values (?, 'Acme', 'https://acme.okta.com', 'client', ?, 'api')\
            """)
        .params(name, seal.seal(owner(name), credentials))
        .update();
  }

  private SealRenewal renewal(String keys) {
    return new SealRenewal(jdbc, seal(keys));
  }

  private CredentialSeal seal(String keys) {
    return new CredentialSeal(
        new DataKeys(
            new OktaSettings(".", false, keys, List.of(), List.of(), List.of()),
            new DatabaseSettings(folder, 0)));
  }
}
