package org.oktadata.catalogue;

import java.time.Duration;
import java.util.List;

/**
 * What an integration wants collected.
 *
 * @param dataTypes names of data types; {@code managed} stands for all that aren't optional;
 *     parents of those that are read for each row of another are among them
 * @param logHistory how far back the first collection of the System Log goes
 */
public record CollectionSettings(List<String> dataTypes, Duration logHistory) {

  /** Whether a data type is one of them. */
  public boolean wants(DataType type) {
    return dataTypes.contains(type.name())
        || dataTypes.contains(Catalogue.MANAGED) && !type.optional();
  }
}
