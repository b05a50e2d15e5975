package org.oktadata.web.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.oktadata.integrations.SessionSignature;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * The accounts with a password. Each has a mark of what the configuration says of it, which its
 * sessions remember: who was taken out since, or has another password or role, signs in again.
 */
final class KnownAccounts {

  /** Begins an authority that opens nothing. */
  private static final String MARK = "ACCOUNT_";

  private final InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
  private final Map<String, String> configured = new HashMap<>();
  private final SessionSignature signature;

  KnownAccounts(SessionSignature signature) {
    this.signature = signature;
  }

  /**
   * Adds one.
   *
   * @param password as the configuration has it
   * @param roles without {@code ROLE_}
   */
  void add(String name, String password, List<String> roles) {
    String encoded = AccountPasswords.inConfiguration(password);
    String all = String.join("\n", "account", name, encoded, String.join(",", roles));
    configured.put(key(name), all);
    User.UserBuilder account = User.withUsername(name).password(encoded);
    // By Spring's own check: one that is written with ROLE_ would open nothing.
    List<GrantedAuthority> authorities =
        new ArrayList<>(account.roles(roles.toArray(String[]::new)).build().getAuthorities());
    authorities.add(new SimpleGrantedAuthority(MARK + signature.of(all)));
    users.createUser(account.authorities(authorities).build());
  }

  /** Where passwords are looked up. */
  UserDetailsService lookup() {
    return users;
  }

  /** Whether the account of a session is still as it was when the session began. */
  boolean stands(Authentication person) {
    String all = configured.get(key(person.getName()));
    return all != null
        && person.getAuthorities().stream()
            .map(Object::toString)
            .filter(authority -> authority.startsWith(MARK))
            .anyMatch(authority -> signature.fits(all, authority.substring(MARK.length())));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
