package org.oktadata.integrations;

import java.util.regex.Pattern;
import org.oktadata.store.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Prints the one line of a start that wrong configuration stopped, and no stack trace. Any package
 * takes part: a cause whose message starts with a property name is meant for the operator. Of a
 * file that is no YAML the place is told, and not the lines there, which may hold a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WrongConfigurationReporter implements SpringBootExceptionReporter {

  private static final Logger log = LoggerFactory.getLogger("org.oktadata.Configuration");

  private static final Pattern PROPERTY = Pattern.compile("okta\\.|spring\\.datasource\\.");

  WrongConfigurationReporter(ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    for (Throwable at : Causes.of(failure).toList()) {
      if (at instanceof WrongConfiguration
          || (at.getMessage() != null && PROPERTY.matcher(at.getMessage()).lookingAt())) {
        log.error(at.getMessage());
        return true;
      }
      if (at instanceof MarkedYAMLException broken) {
        log.error(place(broken));
        return true;
      }
    }
    return false;
  }

  private static String place(MarkedYAMLException broken) {
    Mark mark = broken.getProblemMark();
    return "A configuration file is no YAML"
        + (mark == null
            ? ""
            : " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
        + ": look at indentation, and quote texts with special characters";
  }
}
