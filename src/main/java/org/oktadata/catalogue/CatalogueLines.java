package org.oktadata.catalogue;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Where in {@code data-types.yaml} something stands, for mistakes that show after its reading. */
public final class CatalogueLines {

  private final Node root;

  /**
   * @param text of a catalogue that was read without a mistake
   */
  public CatalogueLines(String text) {
    this.root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
  }

  /** The line of a data type's column, or of the data type where it has no such column. */
  public int of(String dataType, String column) {
    NodeTuple type = find(root, dataType);
    if (type == null) {
      return 1;
    }
    NodeTuple found = find(type.getValueNode(), column);
    return (found == null ? type : found).getKeyNode().getStartMark().getLine() + 1;
  }

  private static NodeTuple find(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return tuple;
        }
      }
    }
    return null;
  }
}
