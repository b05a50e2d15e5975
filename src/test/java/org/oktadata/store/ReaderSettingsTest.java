package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.oktadata.store.ReaderSettings.Replica;

class ReaderSettingsTest {

  @Test
  void anAccountWithoutTheReplicasAddressIsRefused() {
    assertThatThrownBy(() -> settings(new Replica(null, "okta", null)))
        .hasMessageStartingWith("okta.reader.datasource.url is missing");
    assertThatThrownBy(() -> settings(new Replica("", null, "secret")))
        .hasMessageStartingWith("okta.reader.datasource.url is missing")
        .hasMessageNotContaining("secret");
    assertThatCode(() -> settings(new Replica("jdbc:postgresql://replica/okta", "okta", null)))
        .doesNotThrowAnyException();
    assertThatCode(() -> settings(new Replica(null, null, null))).doesNotThrowAnyException();
  }

  private static ReaderSettings settings(Replica replica) {
    return new ReaderSettings(replica, Duration.ofSeconds(20), Duration.ofSeconds(5), 8);
  }
}
