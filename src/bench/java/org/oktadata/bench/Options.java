package org.oktadata.bench;

import java.util.HashMap;
import java.util.Map;

/** What the command line asks for. */
public final class Options {

  private final Map<String, String> given = new HashMap<>();

  public Options(String... arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(argument + " isn't --name=value");
      }
      given.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
  }

  /** The value of an option that only some benchmarks have. */
  public String text(String name, String unset) {
    return given.getOrDefault(name, unset);
  }

  int number(String name, int standard) {
    return Integer.parseInt(text(name, Integer.toString(standard)));
  }

  int users() {
    return Integer.parseInt(given.getOrDefault("users", "100000"));
  }

  int rounds() {
    return Integer.parseInt(given.getOrDefault("rounds", "2"));
  }

  String heap() {
    return given.getOrDefault("heap", "256m");
  }

  boolean everything() {
    return given.getOrDefault("types", "users").equals("all");
  }

  /** The SDK lists users only, so it has nothing to say about a collection of everything. */
  boolean sdk() {
    return Boolean.parseBoolean(given.getOrDefault("sdk", "true")) && !everything();
  }

  /** Whether the application gets the environment of the image. */
  boolean shippedEnvironment() {
    return Boolean.parseBoolean(given.getOrDefault("environment", "true"));
  }

  boolean jfr() {
    return Boolean.parseBoolean(given.getOrDefault("jfr", "false"));
  }
}
