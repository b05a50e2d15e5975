package org.oktadata;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * All that JMX shows: each attribute, and what Camel's operations that only tell something tell.
 */
public final class ManagedBeans {

  private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

  private ManagedBeans() {}

  /**
   * Texts by bean and attribute or operation, of the beans that match a pattern and a condition;
   * what can't be read is left out.
   */
  public static Map<String, String> told(ObjectName pattern, Predicate<ObjectName> which) {
    Map<String, String> told = new TreeMap<>();
    for (ObjectName name : JMX.queryNames(pattern, null)) {
      if (!which.test(name)) {
        continue;
      }
      try {
        for (MBeanAttributeInfo attribute : JMX.getMBeanInfo(name).getAttributes()) {
          if (attribute.isReadable()) {
            told.put(name + " " + attribute.getName(), attribute(name, attribute.getName()));
          }
        }
        if (name.getDomain().equals("org.apache.camel")) {
          for (MBeanOperationInfo operation : JMX.getMBeanInfo(name).getOperations()) {
            tell(name, operation, told);
          }
        }
      } catch (JMException gone) {
        continue;
      }
    }
    return told;
  }

  private static void tell(
      ObjectName name, MBeanOperationInfo operation, Map<String, String> told) {
    String[] types =
        Arrays.stream(operation.getSignature()).map(each -> each.getType()).toArray(String[]::new);
    boolean tells =
        operation.getName().matches("(dump|browse|explain|list|information|get|properties).*")
            && !operation.getReturnType().equals("void")
            && Arrays.stream(types).allMatch("boolean"::equals);
    if (tells) {
      Object[] yes = new Object[types.length];
      Arrays.fill(yes, true);
      try {
        told.put(
            name + " " + operation.getName() + "/" + types.length,
            text(JMX.invoke(name, operation.getName(), yes, types)));
      } catch (JMException | RuntimeException refused) {
        told.put(name + " " + operation.getName() + "/" + types.length, String.valueOf(refused));
      }
    }
  }

  private static String attribute(ObjectName name, String attribute) {
    try {
      return text(JMX.getAttribute(name, attribute));
    } catch (JMException | RuntimeException notReadable) {
      return "";
    }
  }

  private static String text(Object value) {
    return value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value);
  }
}
