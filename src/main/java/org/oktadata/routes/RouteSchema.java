package org.oktadata.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.oktadata.yaml.WrongFile;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Checks route files against the schema that Camel's YAML DSL brings along (camelYamlDsl.json). It
 * knows steps and their options, not the options of components: those show when routes are built.
 */
final class RouteSchema {

  private static final String SCHEMA = "/schema/camelYamlDsl.json";

  /** Unfolding Camel's recursive schema beforehand takes 200 MB and fifteen seconds. */
  private static final SchemaValidatorsConfig LAZY =
      SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();

  private final JsonNode description;
  private final JsonSchema schema;
  private final ObjectMapper json = new ObjectMapper();

  RouteSchema() {
    try (InputStream stream = RouteSchema.class.getResourceAsStream(SCHEMA)) {
      // The file says draft-04, but uses what came with draft-07.
      description = json.readTree(stream);
      ((com.fasterxml.jackson.databind.node.ObjectNode) description).remove("$schema");
      schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(description, LAZY);
    } catch (IOException e) {
      throw new IllegalStateException("Camel's YAML schema cannot be read", e);
    }
  }

  /** Throws with file, line and problem where a file isn't what Camel's schema describes. */
  void check(Path file, String text) {
    try {
      Node node = new Yaml(new LoaderOptions()).compose(new java.io.StringReader(text));
      JsonNode document = json.valueToTree(new Yaml(new LoaderOptions()).load(text));
      Optional<SchemaProblem> problem =
          SchemaProblem.of(schema.validate(document), document, description);
      if (problem.isPresent()) {
        throw new WrongFile(file, line(node, problem.get().at()), problem.get().sentence());
      }
    } catch (MarkedYAMLException e) {
      throw new WrongFile(
          file, e.getProblemMark().getLine() + 1, e.getProblem().replace('\n', ' '), e);
    } catch (YAMLException e) {
      throw new WrongFile(
          "%s: %s".formatted(file, String.valueOf(e.getMessage()).replace('\n', ' ')), e);
    }
  }

  private static int line(Node root, ValidationMessage message) {
    Node node = root;
    for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
      Node child = child(node, message.getInstanceLocation().getName(i));
      if (child == null) {
        break;
      }
      node = child;
    }
    if (message.getProperty() != null && node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(message.getProperty())) {
          return key.getStartMark().getLine() + 1;
        }
      }
    }
    return node == null ? 1 : node.getStartMark().getLine() + 1;
  }

  private static Node child(Node node, String name) {
    if (node instanceof SequenceNode sequence) {
      int index = Integer.parseInt(name);
      return index < sequence.getValue().size() ? sequence.getValue().get(index) : null;
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }
}
