package org.oktadata.web.security;

import java.time.Duration;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Checks passwords at the pace that {@link LoginThrottle} allows. Both the form and Basic come
 * here, with the name that Spring read, so no spelling of a request gets around it.
 */
class PasswordCheck implements AuthenticationProvider {

  private final AuthenticationProvider accounts;
  private final LoginThrottle throttle;

  PasswordCheck(AuthenticationProvider accounts, LoginThrottle throttle) {
    this.accounts = accounts;
    this.throttle = throttle;
  }

  /** The password wasn't looked at. */
  static final class TooManyTries extends AuthenticationException {

    private final Duration wait;

    TooManyTries(Duration wait) {
      super("Too many wrong passwords");
      this.wait = wait;
    }

    /** Until the next try, in whole seconds. */
    long seconds() {
      return wait.toSeconds() + 1;
    }
  }

  @Override
  public Authentication authenticate(Authentication tried) {
    String address = address(tried);
    Duration wait = throttle.begin(address, tried.getName());
    if (!wait.isZero()) {
      throw new TooManyTries(wait);
    }
    boolean right = false;
    try {
      Authentication person = accounts.authenticate(tried);
      right = true;
      return person;
    } finally {
      throttle.end(address, tried.getName(), right);
    }
  }

  @Override
  public boolean supports(Class<?> kind) {
    return accounts.supports(kind);
  }

  /** Where a person is, as far as the request tells. */
  static String address(Authentication person) {
    return person.getDetails() instanceof WebAuthenticationDetails details
        ? details.getRemoteAddress()
        : "unknown";
  }
}
