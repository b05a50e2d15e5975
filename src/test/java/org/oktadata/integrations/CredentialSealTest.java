package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.store.DatabaseSettings;

class CredentialSealTest {

  private static final Credentials SECRET = new Credentials("hush", null, null, "intake");

  private static final SealedFor ACME = new SealedFor("acme", "https://acme.okta.com", "0oa1");

  @TempDir Path folder;

  @Test
  void whatIsSealedOpensAgain() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal(ACME, SECRET);
    assertThat(seal.open(ACME, sealed)).isEqualTo(SECRET);
    Credentials key = new Credentials(null, "pem", "kid", null);
    assertThat(seal.open(ACME, seal.seal(ACME, key))).isEqualTo(key);
  }

  @Test
  void theSealIsOneCompactJweThatShowsNothing() {
    String sealed = sealWith(DataKey.generate()).seal(ACME, SECRET);
    assertThat(sealed.split("\\.", -1)).hasSize(5);
    assertThat(new String(Base64.getUrlDecoder().decode(sealed.split("\\.")[0])))
        .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"kid\":")
        .doesNotContain("hush", "acme");
    assertThat(SECRET.toString()).doesNotContain("hush", "intake");
  }

  @Test
  void anotherKeyDoesNotOpenIt() {
    String sealed = sealWith(DataKey.generate()).seal(ACME, SECRET);
    assertThatThrownBy(() -> sealWith(DataKey.generate()).open(ACME, sealed))
        .isInstanceOf(SealedCredentialsException.class)
        .hasMessageContaining("sealed with another data key")
        .hasMessageNotContaining("hush");
  }

  @Test
  void tamperingIsNoticed() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal(ACME, SECRET);
    for (int part = 0; part < 5; part++) {
      String[] parts = sealed.split("\\.", -1);
      char first = parts[part].isEmpty() ? 'A' : parts[part].charAt(0) == 'A' ? 'B' : 'A';
      parts[part] = first + (parts[part].isEmpty() ? "" : parts[part].substring(1));
      String tampered = String.join(".", parts);
      assertThatThrownBy(() -> seal.open(ACME, tampered))
          .isInstanceOf(SealedCredentialsException.class);
    }
  }

  @Test
  void aSealOfAnotherIntegrationDoesNotOpen() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal(ACME, SECRET);
    assertThatThrownBy(
            () -> seal.open(new SealedFor("other", ACME.issuer(), ACME.clientId()), sealed))
        .isInstanceOf(SealedCredentialsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example.com,0oa1",
    "https://acme.okta.com,0oa2",
    ",",
    "https://acme.okta.com,"
  })
  void aSealDoesNotOpenForAnotherIssuerOrClient(String issuer, String client) {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal(ACME, SECRET);
    assertThatThrownBy(() -> seal.open(new SealedFor("acme", issuer, client), sealed))
        .isInstanceOf(SealedCredentialsException.class)
        .hasMessageContaining("another issuer or client ID")
        .hasMessageContaining("enter the credentials again")
        .hasMessageNotContaining("hush");
  }

  @Test
  void aSealOfAnOlderVersionOpensUntilItIsSealedForItsIssuer() throws Exception {
    String key = DataKey.generate();
    CredentialSeal seal = sealWith(key);
    String old = OldSeals.seal(seal.seal(ACME, SECRET), key, "acme");
    assertThat(seal.open(ACME, old)).isEqualTo(new Credentials("old", null, null, null));
    assertThat(seal.isCurrent(old)).isFalse();
    assertThat(seal.isCurrent(seal.seal(ACME, seal.open(ACME, old)))).isTrue();
  }

  @Test
  void aKeyIsChangedByPuttingTheNewOneInFront() {
    String old = DataKey.generate();
    String fresh = DataKey.generate();
    String sealed = sealWith(old).seal(ACME, SECRET);
    CredentialSeal both = sealWith(fresh + "," + old);
    assertThat(both.open(ACME, sealed)).isEqualTo(SECRET);
    assertThat(both.isCurrent(sealed)).isFalse();
    String renewed = both.seal(ACME, both.open(ACME, sealed));
    assertThat(both.isCurrent(renewed)).isTrue();
    assertThat(sealWith(fresh).open(ACME, renewed)).isEqualTo(SECRET);
  }

  private CredentialSeal sealWith(String keys) {
    return new CredentialSeal(
        new DataKeys(
            new OktaSettings(".", false, keys, List.of(), List.of(), List.of()),
            new DatabaseSettings(folder, 0)));
  }
}
