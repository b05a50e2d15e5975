package org.oktadata.web;

import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Every address that the application answers at: controllers, actuators, Camel's own (they are
 * mappings of Spring too), static files. A kind of mapping that isn't known fails the test.
 */
public final class Mappings {

  /** A method and an address, in which x stands for whatever varies. */
  public record Call(String method, String path) {}

  private Mappings() {}

  /** All of them. */
  public static Set<Call> of(ApplicationContext context) {
    Set<Call> calls = new LinkedHashSet<>();
    for (HandlerMapping mapping : context.getBeansOfType(HandlerMapping.class).values()) {
      if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
        methods.getHandlerMethods().keySet().forEach(info -> add(calls, info));
      } else if (mapping instanceof AbstractUrlHandlerMapping files) {
        files
            .getHandlerMap()
            .keySet()
            .forEach(pattern -> calls.add(new Call("GET", path(pattern))));
      } else if (!(mapping instanceof RouterFunctionMapping functions
          && functions.getRouterFunction() == null)) {
        throw new AssertionError("Nobody walks mappings such as " + mapping);
      }
    }
    return calls;
  }

  private static void add(Set<Call> calls, RequestMappingInfo info) {
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    for (String pattern : info.getPatternValues()) {
      methods.forEach(method -> calls.add(new Call(method.name(), path(pattern))));
      if (methods.isEmpty()) {
        for (String method : Set.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
          calls.add(new Call(method, path(pattern)));
        }
      }
    }
  }

  private static String path(String pattern) {
    return pattern
        .replace("{decision:mute|accept|reopen}", "mute")
        .replaceAll("\\{[^}]*}|\\*+", "x");
  }
}
