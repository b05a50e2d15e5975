package org.oktadata.collect;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SimpleRegistry;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Builds edited routes aside, to see whether Camel can: in a context of its own, with its own
 * registry, components and properties, because sharing those with the running one breaks it.
 * Nothing is started.
 */
final class RouteRehearsal {

  private final ListableBeanFactory beans;

  RouteRehearsal(ListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Throws what Camel has against the routes. */
  void run(RouteFiles files) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext(new Beans(beans))) {
      context.disableJMX();
      context.setAutoStartup(false);
      context.start();
      RouteLoader.load(context, files);
    }
  }

  /** The application's beans by name, but none of its Camel parts. */
  private static final class Beans extends SimpleRegistry {
    private static final long serialVersionUID = 1L;
    private final transient ListableBeanFactory beans;

    Beans(ListableBeanFactory beans) {
      this.beans = beans;
    }

    @Override
    public Object lookupByName(String name) {
      Object own = super.lookupByName(name);
      if (own != null || !beans.containsBean(name)) {
        return own;
      }
      Object bean = beans.getBean(name);
      return bean instanceof Component || bean instanceof CamelContext ? null : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      Object bean = lookupByName(name);
      return type.isInstance(bean) ? type.cast(bean) : null;
    }
  }
}
