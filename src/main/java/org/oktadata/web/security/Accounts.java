package org.oktadata.web.security;

import java.util.ArrayList;
import java.util.List;
import org.oktadata.integrations.SessionSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The accounts with a password: the administrator of {@code spring.security.user}, and viewers and
 * analysts where some are configured. Spring Boot makes none by itself once OIDC could be used.
 */
@Configuration(proxyBeanMethods = false)
class Accounts {

  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  @Bean
  KnownAccounts knownAccounts(
      SecurityProperties properties, ConsoleSettings settings, SessionSignature signature) {
    return known(properties, settings, signature);
  }

  @Bean
  AuthenticationProvider passwords(
      KnownAccounts known,
      SecurityProperties properties,
      ConsoleSettings settings,
      LoginThrottle throttle) {
    DaoAuthenticationProvider accounts = new DaoAuthenticationProvider(known.lookup());
    accounts.setPasswordEncoder(encoder(properties, settings));
    return new PasswordCheck(accounts, throttle);
  }

  private static PasswordEncoder encoder(SecurityProperties properties, ConsoleSettings settings) {
    List<String> configured = new ArrayList<>(List.of(properties.getUser().getPassword()));
    settings.allViewers().forEach(viewer -> configured.add(viewer.password()));
    settings.analysts().forEach(analyst -> configured.add(analyst.password()));
    return new AccountPasswords(configured);
  }

  static KnownAccounts known(
      SecurityProperties properties, ConsoleSettings settings, SessionSignature signature) {
    SecurityProperties.User admin = properties.getUser();
    settings.checkBeside(admin.getName());
    if (admin.isPasswordGenerated()) {
      log.warn("Using generated security password: {}", admin.getPassword());
    }
    KnownAccounts accounts = new KnownAccounts(signature);
    accounts.add(admin.getName(), admin.getPassword(), admin.getRoles());
    settings
        .allViewers()
        .forEach(viewer -> accounts.add(viewer.name(), viewer.password(), List.of("VIEWER")));
    settings
        .analysts()
        .forEach(
            analyst ->
                accounts.add(analyst.name(), analyst.password(), List.of("VIEWER", "ANALYST")));
    return accounts;
  }
}
