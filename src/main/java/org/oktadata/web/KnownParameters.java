package org.oktadata.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.oktadata.integrations.NearestName;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Refuses a parameter of the API that means nothing: who misspells a condition would take
 * everything for what he asked for.
 */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

  KnownParameters(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object address = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (handler instanceof HandlerMethod && address != null) {
      Set<String> names =
          known.computeIfAbsent(
              request.getMethod() + " " + address, call -> of(address.toString(), request));
      for (String name : Collections.list(request.getParameterNames())) {
        if (!names.contains(name)) {
          throw new ResponseStatusException(HttpStatus.BAD_REQUEST, refusal(name, names));
        }
      }
    }
    return true;
  }

  private static String refusal(String name, Set<String> names) {
    return names.isEmpty()
        ? "This address takes no parameters."
        : "There is a parameter that isn't known here%s: this address takes %s."
            .formatted(NearestName.guess(name, names), String.join(", ", names));
  }

  /** Those of all its answers: as JSON, line by line, and as a file. */
  private Set<String> of(String address, HttpServletRequest request) {
    Set<String> names = new TreeSet<>();
    mappings
        .getObject()
        .getHandlerMethods()
        .forEach(
            (mapping, method) -> {
              if (mapping.getPatternValues().contains(address)
                  && mapping.getMethodsCondition().getMatchingCondition(request) != null) {
                conditions(mapping).forEach(names::add);
                Arrays.stream(method.getMethodParameters())
                    .flatMap(KnownParameters::names)
                    .forEach(names::add);
              }
            });
    return names;
  }

  private static Stream<String> conditions(RequestMappingInfo mapping) {
    return mapping.getParamsCondition().getExpressions().stream()
        .map(expression -> expression.getName());
  }

  private static Stream<String> names(MethodParameter parameter) {
    RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
    if (named != null) {
      return Stream.of(named.name().isEmpty() ? parameter.getParameter().getName() : named.name());
    }
    return parameter.getParameterAnnotations().length == 0
            && parameter.getParameterType().isRecord()
        ? Arrays.stream(parameter.getParameterType().getRecordComponents())
            .map(RecordComponent::getName)
        : Stream.empty();
  }
}
