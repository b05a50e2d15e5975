package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.oktadata.yaml.WrongFile;

/** Ids of routes and of their steps are there once. */
class RouteIdsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "z.camel.yaml|- route: {id: collect, from: {uri: 'direct:z'}}|route id 'collect' is used by {collect}",
        "z.camel.yaml|- routeTemplate: {id: pull, from: {uri: 'direct:z'}}|routeTemplate id 'pull' is used by {pull}",
        "z.camel.yaml|- route: {id: users, from: {uri: 'direct:z'}}|route id 'users' is used by {catalogue}",
        "z.camel.yaml|- route: {id: pull, from: {uri: 'direct:z'}}|"
      })
  void anIdThatIsUsedTwiceIsTold(String name, String text, String problem) {
    Path routes = Path.of("routes");
    RouteFiles live = RouteFiles.read(routes);
    Map<Path, String> files = new LinkedHashMap<>(live.files());
    files.put(routes.resolve(name), "# a copy\n" + text);
    ThrowableAssert.ThrowingCallable check =
        () ->
            RouteIds.check(
                new RouteFiles(files, live.catalogue(), live.types()),
                routes.resolve(RouteFiles.CATALOGUE));
    if (problem == null) {
      assertThatCode(check)
          .as("a route and a template are different things")
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(check)
          .isInstanceOf(WrongFile.class)
          .hasMessage(
              "routes/z.camel.yaml line 2: the "
                  + problem
                      .replace("{catalogue}", "routes/data-types.yaml")
                      .replaceAll("\\{(\\w+)}", "routes/$1.camel.yaml")
                  + " already");
    }
  }

  @Test
  void anIdOfAStepThatACopyHasStillIsToldWithItsLine() throws Exception {
    String route =
        """
        - route:
            id: %1$s
            from:
              uri: direct:%1$s
              steps:
                - log: { id: say-so, message: hello }
        """;
    RouteFiles live = routes(Map.of(Path.of("z.camel.yaml"), route.formatted("z")));
    Map<Path, String> files = new LinkedHashMap<>(live.files());
    files.put(Path.of("a.camel.yaml"), "# a copy\n" + route.formatted("a"));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      RouteLoader.load(context, live);
      StepIds.check(context.getRouteDefinitions(), live, live);
      RouteLoader.loadFiles(context, routes(files).inOrder());
      assertThatThrownBy(() -> StepIds.check(context.getRouteDefinitions(), routes(files), live))
          .isInstanceOf(WrongFile.class)
          .hasMessage("a.camel.yaml line 7: the step id 'say-so' is used by z.camel.yaml already");
    }
  }

  private static RouteFiles routes(Map<Path, String> files) {
    return new RouteFiles(files, "", Map.of());
  }
}
