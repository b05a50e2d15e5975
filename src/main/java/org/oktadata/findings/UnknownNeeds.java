package org.oktadata.findings;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.catalogue.CollectedTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells of checks that need a data type which the catalogue doesn't have: they would rest for ever,
 * and nobody looks for the reason of what finds nothing.
 */
@Component
class UnknownNeeds {

  private static final Logger log = LoggerFactory.getLogger(UnknownNeeds.class);

  private final CollectedTypes collected;
  private Set<String> told = Set.of();

  UnknownNeeds(CollectedTypes collected) {
    this.collected = collected;
  }

  /** Tells each once, until its file or the catalogue is mended. */
  synchronized void tell(Collection<Check> checks) {
    Set<String> problems = new TreeSet<>();
    for (Check check : checks) {
      for (String name : check.needs()) {
        collected
            .lack(name)
            .map(
                lack ->
                    "%s: needs: %s It isn't evaluated until that is mended"
                        .formatted(check.source(), lack))
            .ifPresent(problems::add);
      }
    }
    problems.stream().filter(problem -> !told.contains(problem)).forEach(log::warn);
    told = problems;
  }
}
