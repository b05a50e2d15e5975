package org.oktadata.findings;

import java.util.List;
import org.springframework.stereotype.Component;

/** The detections that run on every event, indexed by event type; built anew when files change. */
@Component
class ActiveDetections {

  private final RuleLibrary library;
  private Rules indexed = Rules.NONE;
  private List<Detection> streaming = List.of();
  private RuleIndex index = new RuleIndex(List.of());

  ActiveDetections(RuleLibrary library) {
    this.library = library;
  }

  synchronized RuleIndex index() {
    streaming();
    return index;
  }

  /** Every detection that could run, hunts included. */
  List<Detection> known() {
    return library.current().detections();
  }

  /** As the files said when this turn of reading events began. */
  synchronized List<Detection> streaming() {
    Rules now = library.lastRead();
    if (now != indexed) {
      FindingSettings settings = library.settings();
      streaming =
          now.detections().stream()
              .filter(rule -> rule.unsupported() == null && !settings.disabled(rule))
              .filter(rule -> !rule.hunt() || settings.enabled(rule))
              .toList();
      index = new RuleIndex(streaming);
      indexed = now;
    }
    return streaming;
  }
}
