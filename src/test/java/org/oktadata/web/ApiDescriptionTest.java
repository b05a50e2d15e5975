package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** A program is made from the description alone. */
class ApiDescriptionTest extends StartedApplication {

  private static final Pattern TAKES = Pattern.compile("this address takes ([^.]+)\\.");

  @Autowired private ApplicationContext context;
  @Autowired private ObjectMapper json;
  private ApiDescription description;

  @BeforeEach
  void readAsAProgramDoes() {
    HttpResponse<String> answer =
        http.send(
            "GET", "/api/openapi.yaml", null, "Authorization", Browser.basic("siem", "read-only"));
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/yaml");
    description = new ApiDescription(json.valueToTree(new Yaml().load(answer.body())));
  }

  @Test
  void eachAddressIsDescribedAndNoOther() {
    assertThat(description.calls())
        .isEqualTo(
            Mappings.of(context).stream()
                .filter(call -> call.path().startsWith("/api/"))
                .map(call -> call.method() + " " + call.path())
                .collect(Collectors.toSet()));
  }

  @Test
  void eachParameterThatAnAddressTakesIsDescribedAndNoOther() throws Exception {
    Map<String, Set<String>> taken = new TreeMap<>();
    for (String call : description.calls()) {
      String[] parts = call.split(" ");
      String path = parts[1].replace("/x", "/7") + "?nosuch=1";
      JsonNode refused = json.readTree(http.json(parts[0], path, null).body());
      Matcher names = TAKES.matcher(refused.path("detail").asText());
      taken.put(
          call, names.find() ? new TreeSet<>(Arrays.asList(names.group(1).split(", "))) : Set.of());
    }
    assertThat(taken).containsEntry("GET /api/runs", Set.of("limit", "status"));
    assertThat(description.parameters()).containsExactlyInAnyOrderEntriesOf(taken);
  }

  @Test
  void theFieldsOfAnswersAreThoseThatAreDescribed() {
    Map<String, Object> described = new TreeMap<>();
    Map<String, Object> answered = new TreeMap<>();
    handlers()
        .forEach(
            (call, method) -> {
              ResolvableType type = ResolvableType.forMethodReturnType(method.getMethod());
              type = type.resolve() == ResponseEntity.class ? type.getGeneric() : type;
              Object fields = new AnswerShape(json).of(javaType(type));
              if (!fields.equals(AnswerShape.ANYTHING)) {
                answered.put(call, fields);
                described.put(call, AnswerShape.asFarAsKnown(description.answer(call), fields));
              }
            });
    assertThat(answered).hasSizeGreaterThan(20);
    assertThat(described).containsExactlyInAnyOrderEntriesOf(answered);
  }

  @Test
  void theFieldsOfBodiesAreThoseThatAreDescribed() {
    Map<String, Set<String>> described = new TreeMap<>();
    Map<String, Set<String>> read = new TreeMap<>();
    handlers()
        .forEach(
            (call, method) -> {
              for (MethodParameter parameter : method.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestBody.class)) {
                  read.put(call, fields(javaType(ResolvableType.forMethodParameter(parameter))));
                  described.put(call, description.body(call));
                }
              }
            });
    assertThat(read).hasSizeGreaterThan(8);
    assertThat(described).containsExactlyInAnyOrderEntriesOf(read);
  }

  private Set<String> fields(JavaType type) {
    return json.getDeserializationConfig().introspect(type).findProperties().stream()
        .map(property -> property.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JavaType javaType(ResolvableType type) {
    return json.constructType(type.getType());
  }

  private Map<String, HandlerMethod> handlers() {
    Map<String, HandlerMethod> handlers = new TreeMap<>();
    context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (info, method) ->
                calls(info).stream()
                    .filter(description.calls()::contains)
                    .filter(
                        call ->
                            !method.isVoid()
                                && !method
                                    .getReturnType()
                                    .getParameterType()
                                    .equals(Resource.class))
                    .forEach(call -> handlers.put(call, method)));
    return handlers;
  }

  private static Set<String> calls(RequestMappingInfo info) {
    return info.getMethodsCondition().getMethods().stream()
        .flatMap(
            method ->
                info.getPatternValues().stream()
                    .map(path -> method + " " + path.replaceAll("\\{[^}]*}", "x")))
        .collect(Collectors.toSet());
  }
}
