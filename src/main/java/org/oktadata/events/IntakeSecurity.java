package org.oktadata.events;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Intakes have keys of their own, so neither sessions nor users' passwords count here. */
@Configuration(proxyBeanMethods = false)
class IntakeSecurity {

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain intakes(
      HttpSecurity http,
      IntakeKeys keys,
      StreamingSettings settings,
      ApplicationAvailability availability)
      throws Exception {
    IntakeGate gate = new IntakeGate(keys, (int) settings.http().maxBody().toBytes(), availability);
    return http.securityMatcher("/intake/**")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .addFilterBefore(gate, AuthorizationFilter.class)
        .build();
  }
}
