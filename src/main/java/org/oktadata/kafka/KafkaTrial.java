package org.oktadata.kafka;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.oktadata.integrations.WrongConfiguration;
import org.oktadata.store.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka's clients take the properties together: one by one they were looked at before. */
final class KafkaTrial {

  private static final Logger log = LoggerFactory.getLogger(KafkaTrial.class);

  /** Java says so of a login whose class isn't there. */
  private static final String NO_MODULE = "No LoginModule found";

  /** What Kafka says of a value repeats it. */
  private static final Pattern OF_VALUE =
      Pattern.compile("Invalid value .* for configuration ([a-z.]+).*", Pattern.DOTALL);

  private KafkaTrial() {}

  /**
   * Makes a client and closes it.
   *
   * @return whether it could log in: who answers there may be away for as long as brokers may
   * @throws WrongConfiguration where it can't be made; the line repeats no value
   */
  static boolean of(String kind, Runnable makeAndClose) {
    try {
      makeAndClose.run();
    } catch (KafkaException e) {
      String reason =
          Causes.find(e, ClassNotFoundException.class) == null
              ? String.valueOf(Causes.reason(e))
              : "a class that they name isn't there";
      if (Causes.find(e, LoginException.class) != null && !reason.startsWith(NO_MODULE)) {
        log.warn(
            "Kafka: its clients can't log in ({}), so nothing goes through it until they can; look at the provider of the login, and at sasl.jaas.config",
            reason);
        return false;
      }
      throw new WrongConfiguration(
          "okta.kafka.properties: Kafka's %s doesn't take them: %s"
              .formatted(kind, withoutValues(reason)));
    }
    return true;
  }

  private static String withoutValues(String reason) {
    if (reason.contains("JAAS config")) {
      return "sasl.jaas.config must be a login module, the word required, options such as"
          + " username=\"okta\", and a semicolon";
    }
    Matcher ofValue = OF_VALUE.matcher(reason);
    return ofValue.matches() ? ofValue.group(1) + " has a value that it can't use" : reason;
  }
}
