package org.oktadata.catalogue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Knows which data types an integration goes on collecting. */
public interface CollectedTypes {

  /**
   * Those of the data types that an integration doesn't collect, because its {@code data-types}
   * leave them out or the catalogue has no such line; all of them where there is no such
   * integration.
   */
  List<String> leftOut(String integration, Collection<String> dataTypes);

  /** That there is no data type of that name, in a sentence; or empty. */
  default Optional<String> lack(String dataType) {
    return Optional.empty();
  }
}
