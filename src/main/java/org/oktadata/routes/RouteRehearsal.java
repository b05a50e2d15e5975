package org.oktadata.routes;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.SpringPropertiesParser;
import org.apache.camel.support.SimpleRegistry;
import org.oktadata.catalogue.DataType;
import org.oktadata.yaml.WrongFile;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Builds edited routes aside, to see whether Camel can: in a context of its own, with its own
 * registry, components and properties, because sharing those with the running one breaks it. The
 * configuration is the same, so that the same routes are left out. Nothing is started.
 */
final class RouteRehearsal {

  private final ListableBeanFactory beans;
  private final Environment environment;

  RouteRehearsal(ListableBeanFactory beans, Environment environment) {
    this.beans = beans;
    this.environment = environment;
  }

  /**
   * Builds the edited routes, one file after the other, and those of data types that change.
   *
   * @param live what runs now, to tell what was edited
   * @throws WrongFile that names file, line and what Camel has against it
   */
  void run(RouteFiles edited, RouteFiles live) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext(new Beans(beans))) {
      context.disableJMX();
      context.setAutoStartup(false);
      PropertiesComponent properties = new PropertiesComponent();
      properties.setPropertiesParser(new SpringPropertiesParser(environment));
      context.setPropertiesComponent(properties);
      context.start();
      for (Map.Entry<Path, String> file : edited.inOrder().entrySet()) {
        build(
            context,
            file.getKey(),
            edited,
            live,
            () -> RouteLoader.loadFiles(context, Map.of(file.getKey(), file.getValue())));
      }
      for (DataType type : RouteDifference.between(live, edited).typesEntered()) {
        build(
            context,
            edited.ofTemplate(type.template()),
            edited,
            live,
            () -> RouteLoader.instantiate(context, type));
      }
      StepIds.check(context.getRouteDefinitions(), edited, live);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void build(
      CamelContext context, Path file, RouteFiles edited, RouteFiles live, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      String problem = RouteProblem.of(e, context, edited);
      if (file == null) {
        throw new WrongFile(problem, e);
      }
      int line =
          EditedLine.of(
              live.files().getOrDefault(file, ""), edited.files().getOrDefault(file, ""), problem);
      throw new WrongFile(file, line, problem, e);
    }
  }

  /** The application's beans by name, but none of its Camel parts. */
  private static final class Beans extends SimpleRegistry {
    private static final long serialVersionUID = 1L;
    private final transient ListableBeanFactory beans;

    Beans(ListableBeanFactory beans) {
      this.beans = beans;
    }

    /** By name alone, the parent asks this with {@code Object}. */
    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      T own = super.lookupByNameAndType(name, type);
      if (own != null || !beans.containsBean(name)) {
        return own;
      }
      Object bean = beans.getBean(name);
      boolean camels = bean instanceof Component || bean instanceof CamelContext;
      return !camels && type.isInstance(bean) ? type.cast(bean) : null;
    }
  }
}
