package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.oktadata.routes.RouteLoader.NothingRunsException;

/** An exchange of routes that fails. */
class RouteLoaderTest {

  private final CamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    context.getRegistry().bind("somebody", (Processor) exchange -> {});
    RouteLoader.load(context, calling("somebody"));
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void theFormerRoutesComeBack() {
    assertThatThrownBy(() -> exchange(calling("nobody")))
        .isNotInstanceOf(NothingRunsException.class)
        .hasStackTraceContaining("nobody");
    assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactly("somebody");
  }

  @Test
  void whereTheFormerRoutesFailTooBothReasonsAreKept() {
    context.getRegistry().unbind("somebody");
    assertThatThrownBy(() -> exchange(calling("nobody")))
        .isInstanceOfSatisfying(
            NothingRunsException.class,
            e -> {
              assertThat(e.getCause()).hasStackTraceContaining("nobody");
              assertThat(e.unrestored()).hasStackTraceContaining("somebody");
            });
  }

  @Test
  void whatWasNotEditedRunsOnUntouched() throws Exception {
    RouteFiles two = with("other", "direct:other");
    exchange(two);
    Route somebody = context.getRoute("somebody");
    Route other = context.getRoute("other");
    RouteLoader.exchange(
        context,
        with("other", "direct:another"),
        two,
        RouteDifference.between(two, with("other", "direct:another")));
    assertThat(context.getRoute("somebody")).isSameAs(somebody);
    assertThat(context.getRoute("other"))
        .isNotSameAs(other)
        .returns("direct://another", route -> route.getEndpoint().getEndpointUri());
    RouteFiles one = calling("somebody");
    RouteFiles both = with("other", "direct:another");
    RouteLoader.exchange(context, one, both, RouteDifference.between(both, one));
    assertThat(context.getRoutes()).containsExactly(somebody);
    assertThat(((ModelCamelContext) context).getRouteDefinitions()).hasSize(1);
  }

  private static RouteFiles with(String id, String from) {
    Map<Path, String> files = new HashMap<>(calling("somebody").files());
    files.put(
        Path.of("b.camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: %s
              steps:
                - to: direct:somebody
        """
            .formatted(id, from));
    return new RouteFiles(files, "", Map.of());
  }

  private void exchange(RouteFiles edited) throws Exception {
    RouteFiles before = calling("somebody");
    RouteLoader.exchange(context, edited, before, RouteDifference.between(before, edited));
  }

  private static RouteFiles calling(String bean) {
    String route =
        """
        - route:
            id: %1$s
            from:
              uri: direct:%1$s
              steps:
                - bean: {ref: %1$s}
        """;
    return new RouteFiles(Map.of(Path.of("a.camel.yaml"), route.formatted(bean)), "", Map.of());
  }
}
