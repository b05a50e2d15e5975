package org.oktadata.catalogue;

import java.util.List;

/**
 * The System Log events after which a data type is read again where they point.
 *
 * @param events event types, with {@code *} for any end
 * @param target event target type whose id names the object that the event touched, or the one it
 *     belongs to ({@code a|b}: either)
 * @param child event target type whose id names the object in a parent's list
 */
public record TouchedBy(List<String> events, String target, String child) {

  /** The event types, as patterns of SQL's {@code like}. */
  public List<String> patterns() {
    return events.stream().map(each -> each.replace("_", "\\_").replace('*', '%')).toList();
  }
}
