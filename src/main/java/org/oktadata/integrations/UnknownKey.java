package org.oktadata.integrations;

import java.util.Map;
import org.oktadata.integrations.Keys.Anything;
import org.oktadata.integrations.Keys.Group;
import org.oktadata.integrations.Keys.Items;
import org.oktadata.integrations.Keys.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Follows the names and values of one property source through the tree of known keys. */
final class UnknownKey {

  private static final Logger log = LoggerFactory.getLogger(UnknownKey.class);

  private final Keys root;
  private final boolean variables;

  UnknownKey(Keys root, Object source) {
    this.root = root;
    this.variables = source instanceof SystemEnvironmentPropertySource;
  }

  /**
   * What is wrong with a name or its value, or null.
   *
   * <p>Other programs own environment variables that start with OKTA_, too, and Kubernetes makes
   * some up. Only one that aims at a group or list of ours is held to be a mistake.
   */
  String reason(ConfigurationProperty property, String value) {
    ConfigurationPropertyName name = property.getName();
    String reason = follow(root, name, 0, value);
    if (reason != null && variables && !ours(name)) {
      log.warn(
          "Configuration: {}",
          WrongValue.line(name.toString(), "is no setting, ignored", property));
      return null;
    }
    return reason;
  }

  private boolean ours(ConfigurationPropertyName name) {
    Keys okta = ((Group) root).members().get("okta");
    Keys aimedAt = ((Group) okta).members().get(name.getElement(1, Form.DASHED));
    return aimedAt instanceof Group
        || aimedAt instanceof Items items && items.each() instanceof Group;
  }

  private String follow(Keys keys, ConfigurationPropertyName name, int at, String value) {
    boolean end = at == name.getNumberOfElements();
    if (keys instanceof Anything) {
      return null;
    }
    if (keys instanceof Group group) {
      return end
          ? (value.isEmpty() ? null : "is no value; " + known(group))
          : member(group, name, at, value);
    }
    if (end) {
      boolean lacksUnit = keys instanceof Value plain && plain.duration();
      return lacksUnit && DurationText.lacksUnit(value) ? "must be " + DurationText.CURE : null;
    }
    if (keys instanceof Items items) {
      return name.isNumericIndex(at)
          ? follow(items.each(), name, at + 1, value)
          : "is an unknown key; a list is expected, start each entry with a dash";
    }
    return "is an unknown key; the key above it takes a plain value";
  }

  /** Variables write a dash as an underscore or leave it out, so a key may span elements. */
  private String member(Group group, ConfigurationPropertyName name, int at, String value) {
    String reason = "is an unknown key; " + known(group);
    StringBuilder key = new StringBuilder();
    int last = variables ? name.getNumberOfElements() : at + 1;
    for (int i = at; i < last && !name.isNumericIndex(i); i++) {
      key.append(name.getElement(i, Form.UNIFORM));
      for (Map.Entry<String, Keys> member : group.members().entrySet()) {
        if (member.getKey().replace("-", "").contentEquals(key)) {
          reason = follow(member.getValue(), name, i + 1, value);
        }
      }
      if (reason == null) {
        return null;
      }
    }
    return reason;
  }

  private static String known(Group group) {
    return "known here: " + String.join(", ", group.members().keySet());
  }
}
