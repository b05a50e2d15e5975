package org.oktadata.catalogue;

import org.oktadata.yaml.YamlPart;

/** Where in {@code data-types.yaml} something stands, for mistakes that show after its reading. */
public final class CatalogueLines {

  private final YamlPart root;

  /**
   * @param text of a catalogue that was read without a mistake
   */
  public CatalogueLines(String text) {
    this.root = YamlPart.of("data-types.yaml", text);
  }

  /** The line of a data type's column, or of the data type where it has no such column. */
  public int of(String dataType, String column) {
    YamlPart found = root.value(dataType).key(column);
    return (found.isThere() ? found : root.key(dataType)).line();
  }
}
