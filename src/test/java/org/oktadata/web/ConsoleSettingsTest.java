package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.ConsoleSettings.Oidc;
import org.oktadata.web.ConsoleSettings.Viewer;

/** Accounts that only read are whole, or the start says which isn't. */
class ConsoleSettingsTest {

  @Test
  void allWhoOnlyReadAreCounted() {
    assertThat(settings(new Viewer(null, null), new Viewer("siem", "x")).allViewers())
        .extracting(Viewer::name)
        .containsExactly("siem");
    assertThat(settings(new Viewer("vera", "x"), new Viewer("siem", "x")).allViewers())
        .extracting(Viewer::name)
        .containsExactly("vera", "siem");
  }

  @Test
  void oneWithoutANameIsNamedByItsPlace() {
    assertThatThrownBy(() -> settings(new Viewer(null, null), new Viewer("", "secret")))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("viewers[0].name"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void noNameIsThereTwice() {
    assertThatThrownBy(() -> settings(new Viewer("vera", "x"), new Viewer("vera", "y")))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("twice");
  }

  private static ConsoleSettings settings(Viewer viewer, Viewer more) {
    return new ConsoleSettings(
        Duration.ofHours(12), viewer, List.of(more), new Oidc("groups", List.of(), List.of()));
  }
}
