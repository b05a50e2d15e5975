package org.oktadata.web.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares passwords with those of the configuration, of whatever kind they are there. Whoever
 * wrote one in clear isn't protected by a hash in memory, but each request of a script or of
 * Prometheus would pay for it: tens of milliseconds.
 */
final class AccountPasswords implements PasswordEncoder {

  private static final String CLEAR = "{noop}";

  private final PasswordEncoder ofAnyKind =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final boolean inClear;

  /**
   * @param configured the passwords of the configuration: that of an unknown name takes as long as
   *     the slowest of them
   */
  AccountPasswords(List<String> configured) {
    this.inClear = configured.stream().allMatch(each -> inConfiguration(each).startsWith(CLEAR));
  }

  /** A password of the configuration with its kind, such as {@code {bcrypt}…}. */
  static String inConfiguration(String password) {
    return password.matches("^\\{.+}.*$") ? password : CLEAR + password;
  }

  @Override
  public String encode(CharSequence password) {
    return inClear ? CLEAR + password : ofAnyKind.encode(password);
  }

  @Override
  public boolean matches(CharSequence password, String configured) {
    if (!configured.startsWith(CLEAR)) {
      return ofAnyKind.matches(password, configured);
    }
    // In constant time, unlike Spring's own comparison.
    return MessageDigest.isEqual(
        (CLEAR + password).getBytes(StandardCharsets.UTF_8),
        configured.getBytes(StandardCharsets.UTF_8));
  }
}
