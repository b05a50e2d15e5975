package org.oktadata.web;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.timer.TimerEndpoint;
import org.quartz.Scheduler;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Holds the heartbeats of an application that classes share while none of them runs. It stays until
 * its JVM ends, and they would beat for nobody.
 */
final class RestBetweenClasses extends AbstractTestExecutionListener {

  @Override
  public void beforeTestClass(TestContext test) throws Exception {
    if (test.hasApplicationContext()) {
      ApplicationContext application = test.getApplicationContext();
      application.getBean(Scheduler.class).start();
      CamelContext camel = application.getBean(CamelContext.class);
      for (Route timer : timers(camel)) {
        camel.getRouteController().startRoute(timer.getId());
      }
    }
  }

  @Override
  public void afterTestClass(TestContext test) throws Exception {
    if (test.hasApplicationContext()) {
      ApplicationContext application = test.getApplicationContext();
      application.getBean(Scheduler.class).standby();
      CamelContext camel = application.getBean(CamelContext.class);
      for (Route timer : timers(camel)) {
        camel.getRouteController().stopRoute(timer.getId());
      }
    }
  }

  private static Iterable<Route> timers(CamelContext camel) {
    return camel.getRoutes().stream().filter(route -> route.getEndpoint() instanceof TimerEndpoint)
        ::iterator;
  }
}
