package org.oktadata.integrations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.oktadata.store.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.FileSystemResource;
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

  /** Of the server's own TLS, as Spring tells it. */
  private static final Pattern KEYS = Pattern.compile("Unable to create (key|trust) store");

  private static final List<String> FILES =
      List.of(
          "config/application.yaml",
          "config/application.yml",
          "application.yaml",
          "application.yml");

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
        log.error(place(broken, Path.of("")));
        return true;
      }
      if (at instanceof IllegalStateException
          && KEYS.matcher(String.valueOf(at.getMessage())).lookingAt()) {
        log.error("server.ssl: {}{}", at.getMessage(), deepest(at));
        return true;
      }
    }
    return false;
  }

  /** What the file system or the key store said, which Spring leaves to a stack trace. */
  private static String deepest(Throwable failure) {
    return Causes.of(failure)
        .filter(IOException.class::isInstance)
        .reduce((upper, lower) -> lower)
        .map(said -> " (%s)".formatted(said.getMessage()))
        .orElse("");
  }

  /** Where it is, below the folder that was started in. */
  static String place(MarkedYAMLException broken, Path folder) {
    Mark mark = broken.getProblemMark();
    boolean tab = broken.getProblem() != null && broken.getProblem().contains("(TAB)");
    return file(broken, folder)
        + " is no YAML"
        + (mark == null
            ? ""
            : " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
        + (tab
            ? ": indent with blanks instead of tabs"
            : ": look at indentation, and quote texts with special characters");
  }

  /** Spring doesn't say which of the files it was; the one that fails alike is it. */
  private static String file(MarkedYAMLException broken, Path folder) {
    return FILES.stream()
        .filter(file -> broken.getMessage().equals(problem(folder.resolve(file))))
        .findFirst()
        .orElse("A configuration file");
  }

  private static String problem(Path file) {
    try {
      new YamlPropertySourceLoader().load("", new FileSystemResource(file));
    } catch (IOException | RuntimeException e) {
      return e.getMessage();
    }
    return null;
  }
}
