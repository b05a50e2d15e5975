package org.oktadata.web.security;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.util.StringUtils;

/**
 * The accounts with a password: the administrator of {@code spring.security.user}, and viewers and
 * analysts where some are configured. Spring Boot makes none by itself once OIDC could be used.
 */
@Configuration(proxyBeanMethods = false)
class Accounts {

  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  @Bean
  AuthenticationProvider passwords(
      SecurityProperties properties, ConsoleSettings settings, LoginThrottle throttle) {
    DaoAuthenticationProvider accounts = new DaoAuthenticationProvider(users(properties, settings));
    accounts.setPasswordEncoder(encoder(properties, settings));
    return new PasswordCheck(accounts, throttle);
  }

  private static PasswordEncoder encoder(SecurityProperties properties, ConsoleSettings settings) {
    List<String> configured = new ArrayList<>(List.of(properties.getUser().getPassword()));
    settings.allViewers().forEach(viewer -> configured.add(viewer.password()));
    settings.analysts().forEach(analyst -> configured.add(analyst.password()));
    return new AccountPasswords(configured);
  }

  private static InMemoryUserDetailsManager users(
      SecurityProperties properties, ConsoleSettings settings) {
    SecurityProperties.User admin = properties.getUser();
    settings.checkBeside(admin.getName());
    if (admin.isPasswordGenerated()) {
      log.warn("Using generated security password: {}", admin.getPassword());
    }
    InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
    users.createUser(
        User.withUsername(admin.getName())
            .password(AccountPasswords.inConfiguration(admin.getPassword()))
            .roles(StringUtils.toStringArray(admin.getRoles()))
            .build());
    settings.allViewers().forEach(viewer -> users.createUser(user(viewer, "VIEWER")));
    settings.analysts().forEach(analyst -> users.createUser(user(analyst, "VIEWER", "ANALYST")));
    return users;
  }

  private static UserDetails user(ConsoleSettings.Account account, String... roles) {
    return User.withUsername(account.name())
        .password(AccountPasswords.inConfiguration(account.password()))
        .roles(roles)
        .build();
  }
}
