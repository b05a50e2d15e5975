package org.oktadata.integrations;

/**
 * A setting whose shape is wrong. The message is one sentence for the person who wrote the setting,
 * says the cure, and never repeats the value, which could be a secret.
 */
public class WrongSetting extends IllegalArgumentException {

  private final String key;

  /**
   * @param key the setting in kebab case, such as {@code client-secret}
   * @param cure what is wrong and what to write instead
   */
  public WrongSetting(String key, String cure) {
    super(cure);
    this.key = key;
  }

  /** The setting in kebab case, seen from where it was checked. */
  public String key() {
    return key;
  }

  /** The same mistake, seen from the group of settings that holds it. */
  WrongSetting in(String group) {
    return new WrongSetting(group + "." + key, getMessage());
  }
}
