package org.oktadata.collect;

import java.util.Locale;

/** Why there is no such list, as {@code store.request.lack} has it. */
enum Lack {
  /** Okta said that the org, or the parent, has none: the list is complete without rows. */
  LIST,
  /** Classic Engine cannot have it, so nothing is missing; rows stay. */
  ENGINE,
  /** Its feature isn't turned on or licensed: what another org can read is missing. */
  FEATURE;

  /** The word for it in the database. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
