package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.oktadata.integrations.WrongConfiguration;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.security.ConsoleSettings.Account;
import org.oktadata.web.security.ConsoleSettings.Oidc;

/** Accounts that only read are whole, or the start says which isn't. */
class ConsoleSettingsTest {

  @Test
  void allWhoOnlyReadAreCounted() {
    assertThat(settings(new Account(null, null), new Account("siem", "x")).allViewers())
        .extracting(Account::name)
        .containsExactly("siem");
    assertThat(settings(new Account("vera", "x"), new Account("siem", "x")).allViewers())
        .extracting(Account::name)
        .containsExactly("vera", "siem");
  }

  @Test
  void oneWithoutANameIsNamedByItsPlace() {
    assertThatThrownBy(() -> settings(new Account(null, null), new Account("", "secret")))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("viewers[0].name"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void oneWithoutAPasswordIsNamedByItsPlace() {
    Account vera = new Account("vera", "x");
    Account bare = new Account("siem", "");
    assertThatThrownBy(() -> settings(bare, vera))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("viewer.password"));
    assertThatThrownBy(() -> settings(vera, bare))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("viewers[0].password"));
  }

  @Test
  void aPasswordWithoutANameIsNoAccount() {
    assertThatThrownBy(() -> settings(new Account("", "secret"), new Account("siem", "x")))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("viewer.name"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void noneIsCalledAsTheAdministratorIsWhateverTheCase() {
    ConsoleSettings settings = settings(new Account("vera", "x"), new Account("Admin", "x"));
    settings.checkBeside("root");
    assertThatThrownBy(() -> settings.checkBeside("admin"))
        .isInstanceOf(WrongConfiguration.class)
        .hasMessageContaining("spring.security.user.name");
  }

  @Test
  void noNameIsThereTwice() {
    assertThatThrownBy(() -> settings(new Account("vera", "x"), new Account("Vera", "y")))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("twice");
  }

  @Test
  void anAnalystHasANameOfItsOwn() {
    Account vera = new Account("vera", "x");
    assertThatThrownBy(() -> settings(vera, new Account("siem", "x"), vera))
        .isInstanceOfSatisfying(
            WrongSetting.class, wrong -> assertThat(wrong.key()).isEqualTo("analysts[0].name"))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> settings(vera, new Account("siem", "x"), new Account(null, null)))
        .hasMessageContaining("an analyst needs one");
  }

  private static ConsoleSettings settings(Account viewer, Account more, Account... analysts) {
    return new ConsoleSettings(
        Duration.ofHours(12),
        viewer,
        List.of(more),
        List.of(analysts),
        new Oidc("groups", List.of(), List.of(), List.of()));
  }
}
