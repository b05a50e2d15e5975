package org.oktadata.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Jackson writes of a type: a map of fields, a list with the shape of its elements, the name
 * of a JSON type, or {@link #ANYTHING}.
 */
final class AnswerShape extends JsonFormatVisitorWrapper.Base {

  static final String ANYTHING = "anything";

  private final ObjectMapper json;
  private Object shape = ANYTHING;

  AnswerShape(ObjectMapper json) {
    this.json = json;
  }

  Object of(JavaType type) {
    try {
      json.acceptJsonFormatVisitor(type, this);
      return shape;
    } catch (JsonMappingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is described, but for the places of which the types of Java say nothing. */
  static Object asFarAsKnown(Object described, Object shape) {
    if (shape.equals(ANYTHING)) {
      return ANYTHING;
    }
    if (described instanceof List<?> some && shape instanceof List<?> elements) {
      return List.of(asFarAsKnown(some.get(0), elements.get(0)));
    }
    if (described instanceof Map<?, ?> some && shape instanceof Map<?, ?> fields) {
      Map<Object, Object> known = new TreeMap<>(some);
      known.replaceAll(
          (name, field) ->
              fields.containsKey(name) ? asFarAsKnown(field, fields.get(name)) : field);
      return known;
    }
    return described;
  }

  @Override
  public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
    Map<String, Object> fields = new TreeMap<>();
    shape = fields;
    return new JsonObjectFormatVisitor.Base(getProvider()) {
      @Override
      public void property(BeanProperty property) {
        optionalProperty(property);
      }

      @Override
      public void optionalProperty(BeanProperty property) {
        boolean raw = property.getAnnotation(JsonRawValue.class) != null;
        fields.put(
            property.getName(), raw ? ANYTHING : new AnswerShape(json).of(property.getType()));
      }

      @Override
      public void property(String name, JsonFormatVisitable handler, JavaType hint) {
        optionalProperty(name, handler, hint);
      }

      @Override
      public void optionalProperty(String name, JsonFormatVisitable handler, JavaType hint) {
        fields.put(name, new AnswerShape(json).of(hint));
      }
    };
  }

  @Override
  public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
    boolean any = type.getContentType() == null || type.getContentType().isJavaLangObject();
    shape = List.of(any ? ANYTHING : new AnswerShape(json).of(type.getContentType()));
    return null;
  }

  @Override
  public JsonMapFormatVisitor expectMapFormat(JavaType type) {
    shape = ANYTHING;
    return null;
  }

  @Override
  public JsonStringFormatVisitor expectStringFormat(JavaType type) {
    shape = "string";
    return null;
  }

  @Override
  public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
    shape = "number";
    return null;
  }

  @Override
  public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
    shape = "integer";
    return null;
  }

  @Override
  public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
    shape = "boolean";
    return null;
  }

  @Override
  public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
    shape = ANYTHING;
    return null;
  }
}
