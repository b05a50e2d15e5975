package org.oktadata.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class AccountPasswordsTest {

  private static final String HASHED =
      PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("pass");

  @Test
  void aPasswordInClearIsComparedAsItStands() {
    AccountPasswords passwords = new AccountPasswords(List.of("pass"));
    String configured = AccountPasswords.inConfiguration("pass");
    assertThat(passwords.matches("pass", configured)).isTrue();
    assertThat(passwords.matches("Pass", configured)).isFalse();
    assertThat(passwords.matches("", configured)).isFalse();
    assertThat(passwords.matches("pass", passwords.encode("other"))).isFalse();
    assertThat(passwords.upgradeEncoding(configured)).as("hashed with each request").isFalse();
  }

  @Test
  void aHashedPasswordIsComparedByItsKind() {
    AccountPasswords passwords = new AccountPasswords(List.of(HASHED));
    assertThat(HASHED).startsWith("{bcrypt}");
    assertThat(passwords.matches("pass", AccountPasswords.inConfiguration(HASHED))).isTrue();
    assertThat(passwords.matches("other", HASHED)).isFalse();
  }

  @Test
  void anUnknownNameTakesAsLongAsAKnownOne() {
    assertThat(new AccountPasswords(List.of("pass")).encode("x")).startsWith("{noop}");
    assertThat(new AccountPasswords(List.of(HASHED)).encode("x")).startsWith("{bcrypt}");
    assertThat(new AccountPasswords(List.of("pass", HASHED)).encode("x"))
        .as("where one of two is hashed")
        .startsWith("{bcrypt}");
  }
}
