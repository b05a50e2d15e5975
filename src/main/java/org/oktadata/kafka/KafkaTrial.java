package org.oktadata.kafka;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.oktadata.integrations.WrongConfiguration;
import org.oktadata.store.Causes;

/** Whether Kafka's clients take the properties together: one by one they were looked at before. */
final class KafkaTrial {

  /** Names that aren't resolved now may be soon, as brokers that are away come back. */
  private static final String UNRESOLVED = "No resolvable bootstrap urls";

  /** What Kafka says of a value repeats it. */
  private static final Pattern OF_VALUE =
      Pattern.compile("Invalid value .* for configuration ([a-z.]+).*", Pattern.DOTALL);

  private KafkaTrial() {}

  /**
   * Makes a client and closes it.
   *
   * @throws WrongConfiguration where it can't be made; the line repeats no value
   */
  static void of(String kind, Supplier<? extends AutoCloseable> maker) {
    try {
      maker.get().close();
    } catch (KafkaException e) {
      String reason =
          Causes.find(e, ClassNotFoundException.class) == null
              ? String.valueOf(Causes.reason(e))
              : "a class that they name isn't there";
      if (!reason.startsWith(UNRESOLVED)) {
        throw new WrongConfiguration(
            "okta.kafka.properties: Kafka's %s doesn't take them: %s"
                .formatted(kind, withoutValues(reason)));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e); // of closing, which Kafka's clients don't throw
    }
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
