package org.oktadata.web;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.oktadata.findings.HuntRequests;
import org.oktadata.findings.RuleStates;
import org.oktadata.findings.RuleStates.RuleState;
import org.oktadata.integrations.DurationText;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The checks and detections that are loaded, and detections run over the past. */
@RestController
class CheckController {

  private final RuleStates states;
  private final HuntRequests hunts;
  private final AskedHunts asked;

  CheckController(RuleStates states, HuntRequests hunts, AskedHunts asked) {
    this.states = states;
    this.hunts = hunts;
    this.asked = asked;
  }

  @GetMapping("/api/checks")
  List<RuleState> checks() {
    return states.all();
  }

  /** Looks for what a detection would have found; {@code back} says how far, 90d at first. */
  @PostMapping("/api/checks/{id}/retro-hunt")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, Object> hunt(
      @PathVariable String id, @RequestParam(defaultValue = "90d") String back, Principal person) {
    try {
      Duration duration = DurationText.parse(back);
      return Map.of("huntId", asked.start(id, duration, back, person.getName()));
    } catch (NoSuchElementException e) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
    }
  }

  /** How far a hunt has come. */
  @GetMapping("/api/retro-hunts/{id}")
  HuntRequests.HuntState state(@PathVariable long id) {
    return hunts
        .find(id)
        .orElseThrow(
            () ->
                new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no hunt " + id + "."));
  }
}
