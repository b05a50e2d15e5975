package org.oktadata.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A System Log event as a reader takes it from the store. */
record LogEvent(String integration, Instant published, String uuid, String type, String text) {

  JsonNode json() {
    return Json.read(text);
  }
}
