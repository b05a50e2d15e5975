package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;

class SessionSealTest {

  private static final byte[] CONTENT = "code=hush".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void whatASessionRemembersOpensAgainAndShowsNothing() {
    SessionSeal seal = sealWith(DataKey.generate());
    byte[] sealed = seal.seal(CONTENT);
    assertThat(seal.open(sealed)).isEqualTo(CONTENT);
    assertThat(new String(sealed, StandardCharsets.US_ASCII)).doesNotContain("hush", "code");
  }

  @Test
  void aSessionOfAnotherKeyOrADamagedOneIsAsIfItWereNew() {
    SessionSeal seal = sealWith(DataKey.generate());
    byte[] sealed = seal.seal(CONTENT);
    assertThat(sealWith(DataKey.generate()).open(sealed)).isNull();
    assertThat(seal.open(Arrays.copyOf(sealed, sealed.length - 5))).isNull();
    assertThat(seal.open(CONTENT)).isNull();
  }

  private SessionSeal sealWith(String keys) {
    return new SessionSeal(
        new DataKeys(
            new OktaSettings(".", false, keys, List.of(), List.of(), List.of()),
            new DatabaseSettings(folder, 0)));
  }
}
