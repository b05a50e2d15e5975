package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.CopiedRoutes;
import org.oktadata.catalogue.DataType;

/** What has to be exchanged for an edit. */
class RouteDifferenceTest {

  @TempDir Path folder;
  private Path routes;
  private RouteFiles before;

  @BeforeEach
  void read() throws IOException {
    routes = CopiedRoutes.in(folder).resolve("routes");
    before = RouteFiles.read(routes);
  }

  @Test
  void ofAFileOfRoutesThoseAlone() throws IOException {
    RouteDifference tidy = edited("tidy.camel.yaml", text -> text + "# edited\n");
    assertThat(tidy.everything()).isFalse();
    assertThat(tidy.left()).containsExactly(routes.resolve("tidy.camel.yaml"));
    assertThat(tidy.entered()).containsOnlyKeys(routes.resolve("tidy.camel.yaml"));
    assertThat(tidy.typesEntered()).isEmpty();
  }

  @Test
  void ofAFileThatGoesItsRoutes() throws IOException {
    Files.delete(routes.resolve("tidy.camel.yaml"));
    RouteDifference gone = RouteDifference.between(before, RouteFiles.read(routes));
    assertThat(gone.everything()).isFalse();
    assertThat(gone.left()).containsExactly(routes.resolve("tidy.camel.yaml"));
    assertThat(gone.entered()).isEmpty();
  }

  @Test
  void ofALineOfTheCatalogueItsRouteWhereThatIsAnotherThen() throws IOException {
    RouteDifference bucket =
        edited(
            "data-types.yaml",
            text -> text.replaceFirst("(?m)^(zones:.*bucket: )/api/v1,", "$1/api/v1/zones,"));
    assertThat(bucket.everything()).isFalse();
    assertThat(bucket.typesLeft()).containsExactly("zones");
    assertThat(bucket.typesEntered()).extracting(DataType::name).containsExactly("zones");
    assertThat(bucket.entered()).isEmpty();
  }

  @Test
  void ofAPathNothingAsTheRouteAsksForItEachTime() throws IOException {
    RouteDifference path =
        edited(
            "data-types.yaml", text -> text.replaceFirst("zones\\?limit=200", "zones?limit=100"));
    assertThat(path)
        .isEqualTo(RouteDifference.between(before, before))
        .returns(false, RouteDifference::everything);
    assertThat(RouteFiles.read(routes).catalogue()).isNotEqualTo(before.catalogue());
  }

  @Test
  void ofATemplateOrARouteConfigurationEverything() throws IOException {
    for (String file : new String[] {"pull.camel.yaml", "heartbeat-failures.camel.yaml"}) {
      RouteDifference made = edited(file, text -> text + "# edited\n");
      assertThat(made.everything()).as(file).isTrue();
      assertThat(made.typesEntered()).hasSameSizeAs(before.types().values());
      assertThat(made.entered()).containsOnlyKeys(before.files().keySet());
    }
  }

  private RouteDifference edited(String file, UnaryOperator<String> edit) throws IOException {
    Path path = routes.resolve(file);
    String text = Files.readString(path);
    Files.writeString(path, edit.apply(text));
    assertThat(path).content().isNotEqualTo(text);
    return RouteDifference.between(before, RouteFiles.read(routes));
  }
}
