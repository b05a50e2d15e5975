package org.oktadata.routes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.oktadata.catalogue.Answer;
import org.oktadata.catalogue.DataType;

/**
 * Puts route files into a Camel context, makes one route of each data type, and takes all out
 * again.
 */
final class RouteLoader {

  private RouteLoader() {}

  static void load(CamelContext context, RouteFiles files) throws Exception {
    loadFiles(context, files.inOrder());
    for (DataType type : files.types().values()) {
      instantiate(context, type);
    }
  }

  static void loadFiles(CamelContext context, Map<Path, String> files) throws Exception {
    List<Resource> resources = new ArrayList<>();
    files.forEach(
        (path, text) ->
            resources.add(
                ResourceHelper.fromBytes(location(path), text.getBytes(StandardCharsets.UTF_8))));
    PluginHelper.getRoutesLoader(context).loadRoutes(resources);
  }

  /** What Camel calls the file that a route is of. */
  static String location(Path file) {
    return "file:" + file;
  }

  /** Makes the data type's route of its template. */
  static void instantiate(CamelContext context, DataType type) throws Exception {
    TemplatedRouteBuilder.builder(context, type.template())
        .routeId(type.name())
        .parameters(parameters(type))
        .add();
  }

  /**
   * Puts edited files in the place of those that run, as far as they differ. Where that fails, all
   * of the former ones come back.
   *
   * @throws NothingRunsException if they don't come back either
   */
  static void exchange(
      CamelContext context, RouteFiles edited, RouteFiles before, RouteDifference difference)
      throws Exception {
    try {
      if (difference.everything()) {
        clear(context);
        load(context, edited);
      } else {
        exchange(context, difference);
      }
    } catch (Exception e) {
      restore(context, before, e);
      throw e;
    }
  }

  private static void exchange(CamelContext context, RouteDifference difference) throws Exception {
    ModelCamelContext model = (ModelCamelContext) context;
    List<RouteDefinition> leaving =
        model.getRouteDefinitions().stream().filter(difference::takes).toList();
    Set<String> ids = leaving.stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
    remove(context, context.getRoutes().stream().filter(r -> ids.contains(r.getId())).toList());
    model.removeRouteDefinitions(leaving);
    loadFiles(context, difference.entered());
    for (DataType type : difference.typesEntered()) {
      instantiate(context, type);
    }
  }

  private static void restore(CamelContext context, RouteFiles before, Exception cause)
      throws NothingRunsException {
    try {
      clear(context);
      load(context, before);
    } catch (Exception e) {
      throw new NothingRunsException(cause, e);
    }
  }

  /** Neither the edited routes could be loaded, which is the cause, nor those before them. */
  static final class NothingRunsException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Exception unrestored;

    private NothingRunsException(Exception cause, Exception unrestored) {
      super(cause);
      this.unrestored = unrestored;
    }

    /** Why the former routes didn't come back. */
    Exception unrestored() {
      return unrestored;
    }
  }

  /** Stops and removes every route, template and route configuration. */
  static void clear(CamelContext context) throws Exception {
    ModelCamelContext model = (ModelCamelContext) context;
    remove(context, List.copyOf(context.getRoutes()));
    model.removeRouteDefinitions(new ArrayList<>(model.getRouteDefinitions()));
    model.removeRouteTemplateDefinitions("*");
    for (RouteConfigurationDefinition configuration :
        new ArrayList<>(model.getRouteConfigurationDefinitions())) {
      model.removeRouteConfiguration(configuration);
    }
  }

  /** Consumers first, then what they call. */
  private static void remove(CamelContext context, List<Route> routes) throws Exception {
    List<Route> direct = new ArrayList<>();
    for (Route route : routes) {
      if (route.getEndpoint().getEndpointUri().startsWith("direct:")) {
        direct.add(route);
      } else {
        remove(context, route);
      }
    }
    for (Route route : direct) {
      remove(context, route);
    }
  }

  private static void remove(CamelContext context, Route route) throws Exception {
    context.getRouteController().stopRoute(route.getId());
    context.removeRoute(route.getId());
  }

  /** What the template makes the data type's route of. */
  static Map<String, Object> parameters(DataType type) {
    Answer answer = type.answer();
    return Map.of(
        "dataType", type.name(),
        "bucket", type.bucket(),
        "key", answer.key(),
        "items", answer.items(),
        "paging", type.isLog() ? "endless" : answer.items().isEmpty() ? "link" : "body",
        "keep", joined(answer.keep()),
        "drop", joined(answer.drop()),
        "stays", type.lackingAlone(),
        "store", type.store());
  }

  private static String joined(Collection<String> names) {
    return String.join(",", names);
  }
}
