package org.oktadata;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;

/** Looks for planted secrets in what an application of this process logs, answers and manages. */
public final class SecretReaders {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  /** Loggers of the tests' own client and servers. */
  private static final List<String> OF_TESTS =
      List.of("com.sun.net.httpserver ", "jdk.internal.httpclient.");

  private final Canaries canaries;
  private final String camel;

  public SecretReaders(Canaries canaries, AppUnderTest app) {
    this.canaries = canaries;
    this.camel = app.bean(CamelContext.class).getManagementName();
  }

  /** Lets Camel's tracer keep all it can. */
  public void traceAll() throws JMException {
    for (String each : List.of("Enabled", "BodyIncludeStreams", "BodyIncludeFiles")) {
      JMX.setAttribute(tracer(), new Attribute(each, true));
    }
    JMX.setAttribute(tracer(), new Attribute("BacklogSize", 1_000));
  }

  /** What the tracer has kept since it was last asked: a thousand steps at most. */
  public String trace() throws JMException {
    return (String) JMX.invoke(tracer(), "dumpAllTracedMessagesAsXml", null, null);
  }

  private ObjectName tracer() throws JMException {
    return JMX.queryNames(
            new ObjectName(
                "org.apache.camel:context=" + camel + ",type=tracer,name=BacklogTracer*"),
            null)
        .iterator()
        .next();
  }

  /** Leaks in lines of the log. */
  public List<String> in(List<String> log) {
    List<String> leaks = new ArrayList<>();
    for (String line : log) {
      String leak = OF_TESTS.stream().anyMatch(line::startsWith) ? null : canaries.leak(line);
      if (leak != null) {
        leaks.add(line.substring(0, Math.min(160, line.length())) + " … " + leak);
      }
    }
    return leaks;
  }

  /**
   * What JMX tells, by bean and attribute or operation, without the routes of other applications,
   * which other tests have left running.
   */
  public Map<String, String> toldByJmx(ObjectName pattern) {
    Map<String, String> told =
        ManagedBeans.told(
            pattern,
            bean ->
                !bean.getDomain().equals("org.apache.camel")
                    || bean.getKeyProperty("context").equals(camel));
    // Whoever attaches to the process sees its properties; hawtio refuses to show them.
    told.keySet().removeIf(each -> each.matches("java.lang:type=Runtime (System|Inpu).*"));
    return told;
  }

  /** Leaks in texts, by where they are. */
  public Map<String, String> in(Map<String, String> texts) {
    Map<String, String> leaks = new TreeMap<>();
    texts.forEach(
        (place, text) -> {
          String leak = canaries.leak(text);
          if (leak != null) {
            leaks.put(place, leak);
          }
        });
    return leaks;
  }
}
