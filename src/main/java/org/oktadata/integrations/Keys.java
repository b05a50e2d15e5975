package org.oktadata.integrations;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * The keys that settings records understand, as a tree: nested records, lists and maps included.
 */
sealed interface Keys {

  /** Keys below this one, by their names in kebab case. */
  record Group(Map<String, Keys> members) implements Keys {}

  /** A list. */
  record Items(Keys each) implements Keys {}

  /**
   * A plain value.
   *
   * @param duration whether it is a duration that needs a unit
   */
  record Value(boolean duration) implements Keys {}

  /** Whatever a person writes below it is right. */
  record Anything() implements Keys {}

  /** The tree of one type: a record's components are its keys. */
  static Keys of(ResolvableType type) {
    Class<?> raw = type.toClass();
    if (raw.isRecord()) {
      Group group = new Group(new TreeMap<>());
      for (RecordComponent component : raw.getRecordComponents()) {
        ResolvableType below = ResolvableType.forType(component.getGenericType(), type);
        Keys keys = needsUnit(raw, component) ? new Value(true) : of(below);
        group.members().put(kebab(component.getName()), keys);
      }
      return group;
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return new Items(of(type.asCollection().getGeneric()));
    }
    return Map.class.isAssignableFrom(raw) ? new Anything() : new Value(false);
  }

  /** Hangs a tree under a prefix of this group, beside what is there. */
  static void add(Group root, ConfigurationPropertyName prefix, Keys keys) {
    Group at = root;
    for (int i = 0; i < prefix.getNumberOfElements(); i++) {
      String element = prefix.getElement(i, Form.DASHED);
      at = (Group) at.members().computeIfAbsent(element, name -> new Group(new TreeMap<>()));
    }
    if (keys instanceof Group group) {
      at.members().putAll(group.members());
    }
  }

  /** A plain number counts what the record says, if it says so. */
  private static boolean needsUnit(Class<?> settings, RecordComponent component) {
    Field field = ReflectionUtils.findField(settings, component.getName());
    return component.getType() == Duration.class && !field.isAnnotationPresent(DurationUnit.class);
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
