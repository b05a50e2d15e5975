package org.oktadata.integrations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.oktadata.store.Causes;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.origin.Origin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.unit.DataSize;

/** Says in one line, without repeating the value, why a setting could not be read. */
final class WrongValue {

  private WrongValue() {}

  static WrongConfiguration of(Throwable failure, String prefix) {
    BindException bind = Causes.find(failure, BindException.class);
    WrongSetting wrong = Causes.find(failure, WrongSetting.class);
    if (wrong != null) {
      return new WrongConfiguration(prefix + "." + wrong.key() + " " + wrong.getMessage());
    }
    if (bind == null) {
      return new WrongConfiguration(prefix + " can't be read; " + kind(failure));
    }
    BeanInstantiationException refused = Causes.find(failure, BeanInstantiationException.class);
    if (refused != null && refused.getCause() instanceof IllegalArgumentException said) {
      String message = said.getMessage();
      return new WrongConfiguration(
          message.startsWith("okta.") ? message : bind.getName() + ": " + message);
    }
    String cure = "must be " + expected(bind.getTarget().getType().resolve(Object.class));
    return new WrongConfiguration(line(bind.getName().toString(), cure, bind.getProperty()));
  }

  /** Names the property and where it was written, if that is known. */
  static String line(String name, String cure, Object property) {
    Origin origin = Origin.from(property);
    return name + " " + cure + (origin == null ? "" : " (" + origin + ")");
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      StringBuilder names = new StringBuilder("one of");
      for (Object constant : type.getEnumConstants()) {
        names.append(' ').append(constant.toString().toLowerCase(Locale.ROOT));
      }
      return names.toString();
    }
    if (type == Duration.class) {
      return DurationText.CURE;
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number, such as 0.9";
    }
    if (type == DataSize.class) {
      return "a size with a unit, such as 32MB";
    }
    return type == Path.class ? "the path of a folder or file" : "a value of another shape";
  }

  private static String kind(Throwable failure) {
    return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
  }
}
