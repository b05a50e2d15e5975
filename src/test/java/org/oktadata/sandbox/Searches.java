package org.oktadata.sandbox;

import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the {@code filter} or {@code search} of a call. */
final class Searches {
  private Searches() {}

  /** The condition a call asks for; null when it asks for none. */
  static Predicate<Function<String, Object>> of(Call call) {
    boolean search = call.has("search");
    if (!search && !call.has("filter")) {
      return null;
    }
    try {
      return Filter.of(call.query(search ? "search" : "filter"));
    } catch (IllegalArgumentException unreadable) {
      throw search
          ? ApiError.of(400, "E0000031", "Invalid search criteria.")
          : ApiError.of(
              400,
              "E0000053",
              "Invalid filter '" + call.query("filter") + "': Unsupported expression");
    }
  }
}
