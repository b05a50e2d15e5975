package org.oktadata.web.console.integrations;

import java.util.ArrayList;
import java.util.List;
import org.oktadata.integrations.IntegrationOptions;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.web.IntegrationRequest;
import org.oktadata.web.console.Words;

/**
 * What a person chooses and types of how an org is collected, as they typed it.
 *
 * @param choice {@code managed} or {@code chosen}
 * @param dataTypes those that are ticked, which count where the choice is theirs
 * @param optional those that are ticked among the ones that always need a decision
 * @param share percent of what Okta grants
 */
record CollectionForm(
    String choice,
    List<String> dataTypes,
    List<String> optional,
    String share,
    String logHistory,
    String maxInFlight) {

  CollectionForm {
    dataTypes = dataTypes == null ? List.of() : dataTypes;
    optional = optional == null ? List.of() : optional;
  }

  /** What is set now. */
  static CollectionForm of(IntegrationOptions options, long share, List<DataTypeRow> rows) {
    return new CollectionForm(
        options.dataTypes().contains("managed") ? "managed" : "chosen",
        rows.stream().filter(DataTypeRow::wanted).map(DataTypeRow::name).toList(),
        rows.stream().filter(DataTypeRow::named).map(DataTypeRow::name).toList(),
        Long.toString(share),
        new Words().span(options.logHistory()),
        Integer.toString(options.maxInFlight()));
  }

  /** Whether the data types aren't chosen one by one. */
  public boolean isManaged() {
    return "managed".equals(choice);
  }

  /**
   * The change. A share that the slider shows rounded stays as it is unless it is moved.
   *
   * @param exact the share as it is set
   * @param shown the same as the slider showed it
   * @throws WrongSetting where no number is typed, or nothing chosen
   */
  IntegrationRequest request(double exact, long shown) {
    List<String> wanted = new ArrayList<>(isManaged() ? List.of("managed") : dataTypes);
    wanted.addAll(optional);
    if (wanted.isEmpty()) {
      throw new WrongSetting("data-types", "are none: tick at least one, or choose Managed");
    }
    int percent = number("rate-limit-share", share);
    if (logHistory == null || logHistory.isBlank()) {
      throw new WrongSetting("log-history", "must be a duration with a unit, such as 90d");
    }
    return IntegrationRequest.ofCollection(
        wanted,
        percent == shown ? exact : percent / 100.0,
        logHistory,
        number("max-in-flight", maxInFlight));
  }

  private static int number(String key, String text) {
    try {
      return Integer.parseInt(text == null ? "" : text.strip());
    } catch (NumberFormatException e) {
      throw new WrongSetting(key, "must be a whole number");
    }
  }
}
