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
import org.oktadata.yaml.YamlPart;

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
    YamlPart root = YamlPart.of(file, text);
    JsonNode document = json.valueToTree(YamlPart.values(file, text));
    Optional<SchemaProblem> problem =
        SchemaProblem.of(schema.validate(document), document, description);
    if (problem.isPresent()) {
      throw place(root, problem.get().at()).wrong(problem.get().sentence());
    }
  }

  private static YamlPart place(YamlPart root, ValidationMessage message) {
    YamlPart part = root;
    for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
      YamlPart child = child(part, message.getInstanceLocation().getName(i));
      if (!child.isThere()) {
        break;
      }
      part = child;
    }
    YamlPart key = part.key(message.getProperty());
    return key.isThere() ? key : part;
  }

  private static YamlPart child(YamlPart part, String name) {
    return part.elements().isEmpty() ? part.value(name) : part.element(Integer.parseInt(name));
  }
}
