package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;

class CredentialSealTest {

  private static final Credentials SECRET = new Credentials("hush", null, null, "intake");

  @TempDir Path folder;

  @Test
  void whatIsSealedOpensAgain() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal("acme", SECRET);
    assertThat(seal.open("acme", sealed)).isEqualTo(SECRET);
    Credentials key = new Credentials(null, "pem", "kid", null);
    assertThat(seal.open("acme", seal.seal("acme", key))).isEqualTo(key);
  }

  @Test
  void theSealIsOneCompactJweThatShowsNothing() {
    String sealed = sealWith(DataKey.generate()).seal("acme", SECRET);
    assertThat(sealed.split("\\.", -1)).hasSize(5);
    assertThat(new String(Base64.getUrlDecoder().decode(sealed.split("\\.")[0])))
        .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"kid\":")
        .doesNotContain("hush", "acme");
    assertThat(SECRET.toString()).doesNotContain("hush", "intake");
  }

  @Test
  void anotherKeyDoesNotOpenIt() {
    String sealed = sealWith(DataKey.generate()).seal("acme", SECRET);
    assertThatThrownBy(() -> sealWith(DataKey.generate()).open("acme", sealed))
        .isInstanceOf(SealedCredentialsException.class)
        .hasMessageContaining("sealed with another data key")
        .hasMessageNotContaining("hush");
  }

  @Test
  void tamperingIsNoticed() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal("acme", SECRET);
    for (int part = 0; part < 5; part++) {
      String[] parts = sealed.split("\\.", -1);
      char first = parts[part].isEmpty() ? 'A' : parts[part].charAt(0) == 'A' ? 'B' : 'A';
      parts[part] = first + (parts[part].isEmpty() ? "" : parts[part].substring(1));
      String tampered = String.join(".", parts);
      assertThatThrownBy(() -> seal.open("acme", tampered))
          .isInstanceOf(SealedCredentialsException.class);
    }
  }

  @Test
  void aSealOfAnotherIntegrationDoesNotOpen() {
    CredentialSeal seal = sealWith(DataKey.generate());
    String sealed = seal.seal("acme", SECRET);
    assertThatThrownBy(() -> seal.open("other", sealed))
        .isInstanceOf(SealedCredentialsException.class);
  }

  @Test
  void aKeyIsChangedByPuttingTheNewOneInFront() {
    String old = DataKey.generate();
    String fresh = DataKey.generate();
    String sealed = sealWith(old).seal("acme", SECRET);
    CredentialSeal both = sealWith(fresh + "," + old);
    assertThat(both.open("acme", sealed)).isEqualTo(SECRET);
    assertThat(both.isCurrent(sealed)).isFalse();
    String renewed = both.seal("acme", both.open("acme", sealed));
    assertThat(both.isCurrent(renewed)).isTrue();
    assertThat(sealWith(fresh).open("acme", renewed)).isEqualTo(SECRET);
  }

  private CredentialSeal sealWith(String keys) {
    return new CredentialSeal(
        new DataKeys(
            new OktaSettings(".", false, keys, List.of(), List.of(), List.of()),
            new DatabaseSettings(folder, 0)));
  }
}
