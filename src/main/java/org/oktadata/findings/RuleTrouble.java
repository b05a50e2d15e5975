package org.oktadata.findings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Detections whose SQL failed when it ran, until the file is edited or it works again. */
@Component
class RuleTrouble {

  private record Trouble(String fingerprint, String problem) {

    private Trouble withoutValues() {
      return new Trouble(fingerprint, problem.replaceAll("\"[^\"]*(\"|…)|\\d+", "…"));
    }
  }

  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  /**
   * Whether this is news; the problem names the file. The same trouble with another event's value
   * is none.
   */
  boolean noted(Detection rule, String problem) {
    Trouble now = new Trouble(rule.fingerprint(), problem);
    Trouble before = troubles.put(rule.id(), now);
    return before == null || !before.withoutValues().equals(now.withoutValues());
  }

  void cleared(Detection rule) {
    troubles.remove(rule.id());
  }

  String of(Rule rule) {
    Trouble trouble = troubles.get(rule.id());
    return trouble == null || !trouble.fingerprint().equals(rule.fingerprint())
        ? null
        : trouble.problem();
  }
}
