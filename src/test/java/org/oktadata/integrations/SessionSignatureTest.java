package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.store.DatabaseSettings;

class SessionSignatureTest {

  private static final String OLD = DataKey.generate();
  private static final String NEW = DataKey.generate();

  @TempDir Path folder;

  @Test
  void aSignatureFitsItsIdAndNoOther() {
    SessionSignature signature = with(NEW);
    assertThat(signature.fits("one", signature.of("one"))).isTrue();
    assertThat(signature.fits("two", signature.of("one"))).isFalse();
    assertThat(signature.fits("one", "")).isFalse();
    assertThat(signature.fits("one", "not base64")).isFalse();
  }

  /** So people stay signed in while the data key is changed. */
  @Test
  void everyKeyAtHandVerifiesAndTheFirstSigns() {
    SessionSignature before = with(OLD + "," + NEW);
    SessionSignature after = with(NEW + "," + OLD);
    assertThat(before.of("one")).isEqualTo(with(OLD).of("one"));
    assertThat(after.fits("one", before.of("one"))).isTrue();
    assertThat(before.fits("one", after.of("one"))).isTrue();
    assertThat(with(NEW).fits("one", before.of("one"))).isFalse();
  }

  private SessionSignature with(String keys) {
    return new SessionSignature(
        new DataKeys(
            new OktaSettings(".", false, keys, List.of(), List.of(), List.of()),
            new DatabaseSettings(folder, 0)));
  }
}
