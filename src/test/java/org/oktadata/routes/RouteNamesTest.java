package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.yaml.WrongFile;

/** What routes name of one another is there. */
class RouteNamesTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path CATALOGUE = ROUTES.resolve(RouteFiles.CATALOGUE);
  private static final RouteFiles LIVE = RouteFiles.read(ROUTES);

  @Test
  void ourRoutesNameWhatIsThere() {
    assertThatCode(() -> RouteNames.check(LIVE, CATALOGUE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collect.camel.yaml|routeConfigurationId: failures|routeConfigurationId: failurs|there is no route configuration 'failurs' (failures?)",
        "pull.camel.yaml|routeConfigurationId: pull-failures|routeConfigurationId: pull|there is no route configuration 'pull'",
        "collect.camel.yaml|name: page|name: pagee|no route reads from direct:pagee (page?)",
        "read-list.camel.yaml|name: collect|name: users|routes/data-types.yaml reads from direct:users already",
        "page.camel.yaml|name: page|name: collect|routes/collect.camel.yaml reads from direct:collect already"
      })
  void anEditThatNamesWhatIsNotThereIsTold(
      String file, String right, String wrong, String problem) {
    String text = LIVE.files().get(ROUTES.resolve(file));
    assertThat(text).contains(right);
    boolean reader = problem.contains("already");
    String from = reader ? text.replaceFirst("name: [\\w-]+", wrong) : text.replace(right, wrong);
    int line = 1 + (int) from.substring(0, from.indexOf(wrong)).lines().count();
    assertThatThrownBy(() -> RouteNames.check(edited(file, from), CATALOGUE))
        .isInstanceOf(WrongFile.class)
        .hasMessage("routes/%s line %d: %s", file, line - 1, problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- route: {id: z, from: {uri: 'direct:z', steps: [{to: {uri: 'direct:nobody', parameters: {failIfNoConsumers: false}}}]}}",
        "- route: {id: z, from: {uri: direct, parameters: {name: z}, steps: [{toD: {uri: 'direct:${body}'}}, {to: 'direct:z?timeout=5'}]}}",
        "- route: {id: z, precondition: '{{okta.mine}}', from: {uri: 'direct:collect', steps: [{to: 'direct:publish-records'}]}}",
        "- route: {id: z, routeConfigurationId: 'fail*', from: {uri: 'timer:z', steps: [{to: 'seda:nobody'}]}}",
        "- route: {id: z, from: {uri: 'direct:{{mine}}', steps: [{to: 'direct:whatever-mine-is'}]}}"
      })
  void whatOnlyRunningRoutesKnowIsNoMistake(String text) {
    assertThatCode(() -> RouteNames.check(edited("z.camel.yaml", text), CATALOGUE))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "template: pul|'own' is pulled by 'pul', and there is no such route template (pull?)",
        "store: store-pages|no route reads from direct:store-pages (store-page?)"
      })
  void aLineNamesATemplateAndARouteThatAreThere(String column, String problem) throws IOException {
    Path file = Files.createTempFile("data-types", ".yaml");
    String text = LIVE.catalogue() + "own: {path: /x, bucket: b,\n  " + column + "}\n";
    Files.writeString(file, text);
    RouteFiles edited = new RouteFiles(LIVE.files(), text, new CatalogueReader(file).read());
    Files.delete(file);
    assertThatThrownBy(
            () -> {
              RouteNames.checkTemplates(edited, CATALOGUE);
              RouteNames.check(edited, CATALOGUE);
            })
        .hasMessage("%s line %d: %s", CATALOGUE, text.lines().count(), problem);
  }

  private static RouteFiles edited(String file, String text) {
    Map<Path, String> files = new LinkedHashMap<>(LIVE.files());
    files.put(ROUTES.resolve(file), text);
    return new RouteFiles(files, LIVE.catalogue(), LIVE.types());
  }
}
