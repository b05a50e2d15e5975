package org.oktadata.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
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
    assertThatThrownBy(() -> RouteLoader.exchange(context, calling("nobody"), calling("somebody")))
        .isNotInstanceOf(NothingRunsException.class)
        .hasStackTraceContaining("nobody");
    assertThat(context.getRoutes()).extracting(Route::getRouteId).containsExactly("somebody");
  }

  @Test
  void whereTheFormerRoutesFailTooBothReasonsAreKept() {
    context.getRegistry().unbind("somebody");
    assertThatThrownBy(() -> RouteLoader.exchange(context, calling("nobody"), calling("somebody")))
        .isInstanceOfSatisfying(
            NothingRunsException.class,
            e -> {
              assertThat(e.getCause()).hasStackTraceContaining("nobody");
              assertThat(e.unrestored()).hasStackTraceContaining("somebody");
            });
  }

  @Test
  void atTheStartRoutesOfAnotherVersionAreThoughtOf() throws Exception {
    RouteFiles files = calling("nobody");
    try (CamelContext fresh = new DefaultCamelContext()) {
      Throwable failure =
          catchThrowable(
              () -> {
                RouteLoader.load(fresh, files);
                fresh.start();
              });
      assertThat(RouteProblem.ofStart(failure, fresh, files))
          .contains("nobody", "must be those that came with it");
      assertThat(RouteProblem.ofStart(new IOException("no such file"), fresh, files))
          .isEqualTo("no such file");
    }
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
