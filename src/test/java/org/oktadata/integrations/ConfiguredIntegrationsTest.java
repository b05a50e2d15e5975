package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.integrations.Integration.ManagedBy;
import org.oktadata.integrations.Integration.State;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.oktadata.okta.DpopMode;
import org.oktadata.store.DatabaseSettings;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ConfiguredIntegrationsTest extends StartedApplication {

  private static final SealedFor ACME = new SealedFor("acme", "https://acme.okta.com", "0oa1");

  @Autowired private Integrations integrations;
  @Autowired private IntegrationRow row;
  @Autowired private IssuerChange issuerChange;
  @Autowired private CredentialSeal seal;
  @Autowired private ConfiguredIntegrations ofApplication;
  @TempDir private Path folder;

  private final List<Object> events = new ArrayList<>();

  @Autowired private RetentionSettings retention;

  @AfterEach
  void asItWas() {
    jdbc.sql("delete from store.cursor where integration = 'acme'").update();
    ofApplication.afterSingletonsInstantiated();
  }

  @Test
  void aStartAppliesAllFields() {
    start(acme("Acme", "hush"));
    Integration acme = integrations.get("acme");
    assertThat(acme.managedBy()).isEqualTo(ManagedBy.CONFIGURATION);
    assertThat(acme.credentials().clientSecret()).isEqualTo("hush");
    start(acme("Acme Corporation", "hush"));
    assertThat(integrations.get("acme").displayName()).isEqualTo("Acme Corporation");
    assertThat(integrations.get("acme").firstSeen()).isEqualTo(acme.firstSeen());
    assertThat(events)
        .containsOnlyOnce(new IntegrationChanged("acme", Kind.ADDED))
        .containsOnlyOnce(new IntegrationChanged("acme", Kind.CHANGED));
  }

  @Test
  void aStartThatChangesNothingTellsNobodyAndTriesAFailedOneAgain() {
    start(acme("Acme", "hush"));
    Integration before = integrations.get("acme");
    integrations.refused("acme", "Okta refused the client.");
    assertThat(integrations.get("acme").stateReason()).isEqualTo("Okta refused the client.");
    events.clear();
    start(acme("Acme", "hush"));
    assertThat(integrations.get("acme").changedAt()).isEqualTo(before.changedAt());
    assertThat(integrations.get("acme").state()).isEqualTo(State.READY);
    assertThat(events).isEmpty();
  }

  @Test
  void configurationTakesOverWhatWasAddedByHand() {
    integrations.add(acme("By hand", "old"));
    start(acme("Acme", "hush"));
    assertThat(integrations.get("acme").managedBy()).isEqualTo(ManagedBy.CONFIGURATION);
    assertThat(integrations.get("acme").credentials().clientSecret()).isEqualTo("hush");
  }

  @Test
  void whatLeftTheConfigurationKeepsItsDataAndLosesItsCredentials() {
    start(acme("Acme", "hush"));
    start();
    Integration released = integrations.get("acme");
    assertThat(released.managedBy()).isEqualTo(ManagedBy.API);
    assertThat(released.state()).isEqualTo(State.FAILED);
    assertThat(released.stateReason()).startsWith("It left the configuration");
    assertThat(released.credentials()).isNull();
    start(acme("Acme", "hush"));
    assertThat(integrations.get("acme").state()).isEqualTo(State.READY);
  }

  @Test
  void anUnreadablePrivateKeyFailsThatIntegrationAlone() throws Exception {
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "\n");
    start(
        key("damaged", "-----BEGIN PRIVATE KEY-----"),
        key("absent", "file:" + missing),
        key("empty", "file:" + empty));
    assertThat(integrations.get("empty").stateReason())
        .startsWith("The private key file " + empty + " can't be read: it must hold PEM text");
    assertThat(integrations.get("damaged").stateReason()).contains("END line is missing");
    assertThat(integrations.get("absent").stateReason())
        .startsWith("The private key file " + missing + " can't be read: ");
  }

  @Test
  void oneAppUnderTwoNamesIsWarnedOf(CapturedOutput log) {
    start(acme("Acme", "hush"), key("twin", Pems.rsa()));
    assertThat(log.getOut().lines())
        .anyMatch(line -> line.contains("twin: it is the same org and app as "));
  }

  @Test
  void aPrivateKeyFileIsReadAtTheStart() throws Exception {
    Path file = folder.resolve("okta.pem");
    Files.writeString(file, Pems.rsa());
    start(key("fine", "file:" + file));
    Integration fine = integrations.get("fine");
    assertThat(fine.state()).isEqualTo(State.READY);
    assertThat(fine.credentials().privateKey()).startsWith("-----BEGIN");
  }

  @Test
  void aRowSealedElsewhereIsFailedHereAndLeftAlone() {
    integrations.add(acme("Acme", "hush"));
    String elsewhere = sealOfAnotherInstance().seal(ACME, new Credentials("x", null, null, null));
    jdbc.sql("update store.integration set credentials = ? where name = 'acme'")
        .param(elsewhere)
        .update();
    assertThat(integrations.get("acme").state()).isEqualTo(State.FAILED);
    assertThat(integrations.get("acme").stateReason()).contains("OKTA_DATA_KEY");
    new SealRenewal(jdbc, seal).afterSingletonsInstantiated();
    assertThat(stored("credentials")).isEqualTo(elsewhere);
    assertThat(stored("state")).isEqualTo("ready");
  }

  @Test
  void whatAnOlderKeySealedIsSealedAgain() {
    integrations.add(acme("Acme", "hush"));
    String before = stored("credentials");
    new SealRenewal(jdbc, seal).afterSingletonsInstantiated();
    assertThat(stored("credentials")).isEqualTo(before);

    String old = DataKey.generate();
    String oldSeal = sealWith(old).seal(ACME, new Credentials("hush", null, null, null));
    jdbc.sql("update store.integration set credentials = ? where name = 'acme'")
        .param(oldSeal)
        .update();
    String fresh = DataKey.generate();
    new SealRenewal(jdbc, sealWith(fresh + "," + old)).afterSingletonsInstantiated();
    assertThat(sealWith(fresh).open(ACME, stored("credentials")).clientSecret()).isEqualTo("hush");
  }

  @Test
  void aSecretIsNotSentToAnIssuerThatSomebodyWroteIntoTheDatabase() {
    integrations.add(acme("Acme", "hush"));
    jdbc.sql("update store.integration set issuer = 'https://evil.example.com' where name = 'acme'")
        .update();
    assertThat(integrations.get("acme").state()).isEqualTo(State.FAILED);
    assertThat(integrations.get("acme").credentials()).isNull();
    assertThat(integrations.get("acme").stateReason()).contains("enter the credentials again");
  }

  @Test
  void aLogThatIsReadFurtherBackThanItIsKeptIsToldUntilItWasRead(CapturedOutput log) {
    Duration ever = Duration.ZERO;
    Duration month = Duration.ofDays(30);
    retention = new RetentionSettings(ever, ever, ever, ever, ever, ever);
    start(acme("Acme", "hush"));
    assertThat(log).doesNotContain("okta.retention.events");
    retention = new RetentionSettings(month, ever, ever, ever, ever, ever);
    start(acme("Acme", "hush"));
    assertThat(log)
        .containsOnlyOnce("acme: its log-history reaches further back than okta.retention.events");
    jdbc.sql(
            "insert into store.cursor (integration, data_type, next, caught_up_at) values ('acme', 'events', '', now())")
        .update();
    start(acme("Acme", "hush"));
    assertThat(log)
        .containsOnlyOnce("acme: its log-history reaches further back than okta.retention.events");
  }

  @Test
  void whoReadsNoLogIsToldNothingOfHowFarBackItGoes(CapturedOutput log) {
    Duration ever = Duration.ZERO;
    retention = new RetentionSettings(Duration.ofDays(30), ever, ever, ever, ever, ever);
    start(
        new IntegrationSettings(
            "acme",
            "Acme",
            "https://acme.okta.com",
            "0oa1",
            "hush",
            null,
            null,
            DpopMode.AUTO,
            List.of("users", "groups"),
            0.9,
            Duration.ofDays(90),
            null,
            30));
    assertThat(log).doesNotContain("acme: its log-history");
  }

  private void start(IntegrationSettings... configured) {
    OktaSettings settings =
        new OktaSettings(".", false, null, List.of(configured), List.of(), List.of());
    new ConfiguredIntegrations(
            settings, retention, integrations, row, issuerChange, jdbc, events::add)
        .afterSingletonsInstantiated();
  }

  private String stored(String column) {
    return jdbc.sql("select %s from store.integration where name = 'acme'".formatted(column))
        .query(String.class)
        .single();
  }

  private CredentialSeal sealOfAnotherInstance() {
    return sealWith(DataKey.generate());
  }

  private CredentialSeal sealWith(String keys) {
    OktaSettings settings = new OktaSettings(".", false, keys, List.of(), List.of(), List.of());
    return new CredentialSeal(new DataKeys(settings, new DatabaseSettings(folder, 0)));
  }

  static IntegrationSettings acme(String displayName, String secret) {
    return new IntegrationSettings(
        "acme",
        displayName,
        "https://acme.okta.com",
        "0oa1",
        secret,
        null,
        null,
        DpopMode.AUTO,
        List.of("managed"),
        0.9,
        Duration.ofDays(90),
        "intake-key-of-enough-length",
        30);
  }

  private static IntegrationSettings key(String name, String privateKey) {
    return new IntegrationSettings(
        name,
        null,
        "https://acme.okta.com",
        "0oa1",
        null,
        privateKey,
        "kid",
        DpopMode.AUTO,
        List.of("managed"),
        0.9,
        Duration.ofDays(90),
        null,
        30);
  }
}
