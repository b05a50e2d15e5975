package org.oktadata.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OktaRouteFilesTest {

  @ParameterizedTest
  @ValueSource(strings = {"okta-get", "okta-token"})
  void aRouteFileFollowsCamelsSchemaAndIsNamedAsItsRoute(String name) throws Exception {
    var yaml = new ObjectMapper(new YAMLFactory());
    var routes = yaml.readTree(Path.of("routes", name + ".camel.yaml").toFile());
    var schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(getClass().getResourceAsStream("/schema/camelYamlDsl.json"));
    assertThat(schema.validate(routes)).isEmpty();
    var route = routes.get(0).path("route");
    assertThat(route.path("id").asText()).isEqualTo(name);
    assertThat(route.path("description").asText()).endsWith(".");
    assertThat(route.findParents("ref")).allMatch(step -> step.has("method"));
  }
}
