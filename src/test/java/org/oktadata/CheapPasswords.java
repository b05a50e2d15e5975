package org.oktadata;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Passwords hashed as always, but with the least work that bcrypt allows: each request with Basic
 * pays for a hash, and tests ask several times a second.
 */
public final class CheapPasswords
    implements ApplicationContextInitializer<GenericApplicationContext> {

  private static final int LEAST = 4;

  @Override
  public void initialize(GenericApplicationContext context) {
    context.registerBean(PasswordEncoder.class, CheapPasswords::encoder);
  }

  private static PasswordEncoder encoder() {
    DelegatingPasswordEncoder encoder =
        new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(LEAST)));
    // Kinds that it doesn't know are compared as the product does.
    encoder.setDefaultPasswordEncoderForMatches(
        PasswordEncoderFactories.createDelegatingPasswordEncoder());
    return encoder;
  }
}
