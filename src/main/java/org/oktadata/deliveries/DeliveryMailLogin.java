package org.oktadata.deliveries;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Where the mail server is, and how it gets to know us: from the settings, and not as a parameter
 * of the endpoint, where a dump of the route with its values would show the password.
 */
@Component("deliveryMailLogin")
class DeliveryMailLogin extends MailAuthenticator {

  private final DeliverySettings.Email settings;

  DeliveryMailLogin(DeliverySettings settings) {
    this.settings = settings.email();
  }

  /** For the route, which is there although nobody is told by mail. */
  public String host() {
    return StringUtils.hasText(settings.host()) ? settings.host() : "localhost";
  }

  /** For the route: whether the connection must turn to TLS before anything is said. */
  public boolean needsTls() {
    return settings.requiresTls();
  }

  /** Name and password; without a name nobody logs in. */
  @Override
  public PasswordAuthentication getPasswordAuthentication() {
    // With a password alone, the name of this process's user would be tried.
    return StringUtils.hasText(settings.username())
        ? new PasswordAuthentication(settings.username(), settings.password())
        : new PasswordAuthentication(null, null);
  }
}
