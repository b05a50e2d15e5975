package org.oktadata.web;

import org.oktadata.events.Quarantine;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What couldn't be taken in, tried again. */
@RestController
class QuarantineController {

  private final Quarantine quarantine;
  private final Audit audit;

  QuarantineController(Quarantine quarantine, Audit audit) {
    this.quarantine = quarantine;
    this.audit = audit;
  }

  /** 409 where it still can't be taken in. */
  @PostMapping("/api/quarantine/{id}/replay")
  ResponseEntity<Quarantine.Replay> replay(@PathVariable long id) {
    Quarantine.Replay replay =
        quarantine
            .replay(id, () -> audit.write("quarantine.replay", Long.toString(id)))
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "Nothing is quarantined as " + id + "."));
    return ResponseEntity.status(replay.reason() == null ? HttpStatus.OK : HttpStatus.CONFLICT)
        .body(replay);
  }
}
