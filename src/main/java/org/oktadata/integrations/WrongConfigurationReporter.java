package org.oktadata.integrations;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Prints the one line of a start that wrong configuration stopped, and no stack trace. Any package
 * takes part: a cause whose message starts with a property name is meant for the operator.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrongConfigurationReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("org.oktadata.Configuration");

  private static final Pattern PROPERTY = Pattern.compile("okta\\.|spring\\.datasource\\.");

  WrongConfigurationReporter(ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null && PROPERTY.matcher(at.getMessage()).lookingAt()) {
        log.error(at.getMessage());
        return true;
      }
    }
    return false;
  }
}
