package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A System Log event as a reader takes it from the store.
 *
 * @param text null where it is too long to be read
 */
record LogEvent(String integration, Instant published, String uuid, String type, String text) {

  JsonNode json() {
    if (text == null) {
      throw new IllegalArgumentException("It is too long");
    }
    return Json.read(text);
  }

  int length() {
    return text == null ? 0 : text.length();
  }
}
