package org.oktadata.web;

import java.security.Principal;
import java.util.List;
import org.oktadata.findings.Exclusion;
import org.oktadata.findings.ExclusionReader;
import org.oktadata.findings.NewExclusion;
import org.oktadata.integrations.Integrations;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What people leave out of checks and detections. */
@RestController
class ExclusionController {

  private final ExclusionReader exclusions;
  private final ExclusionEdits edits;
  private final Integrations integrations;
  private final AskedFindings asked;

  ExclusionController(
      ExclusionReader exclusions,
      ExclusionEdits edits,
      Integrations integrations,
      AskedFindings asked) {
    this.asked = asked;
    this.exclusions = exclusions;
    this.edits = edits;
    this.integrations = integrations;
  }

  record Page(List<Exclusion> items, String next) {}

  record End(String reason) {}

  /** A page, oldest first: go on with {@code cursor=} and the page's {@code next}. */
  @GetMapping("/api/exclusions")
  Page exclusions(
      @RequestParam(required = false) String check,
      @RequestParam(required = false) String integration,
      @RequestParam(required = false) Boolean active,
      @RequestParam(defaultValue = "0") long cursor,
      @RequestParam(defaultValue = "100") int limit) {
    known(integration);
    asked.rules(check);
    int most = Math.max(1, Math.min(limit, ExclusionReader.MOST));
    List<Exclusion> found = exclusions.page(check, integration, active, cursor, most + 1);
    if (found.size() <= most) {
      return new Page(found, null);
    }
    return new Page(found.subList(0, most), found.get(most - 1).id());
  }

  @GetMapping("/api/exclusions/{id}")
  Exclusion one(@PathVariable long id) {
    return exclusions
        .find(id)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no exclusion " + id + "."));
  }

  @PostMapping("/api/exclusions")
  @ResponseStatus(HttpStatus.CREATED)
  Exclusion add(@RequestBody ExclusionBody body, Principal person) {
    NewExclusion wanted = body.exclusion();
    known(wanted.integration());
    return edits.add(wanted, person.getName());
  }

  @PostMapping("/api/exclusions/{id}/end")
  Exclusion end(@PathVariable long id, @RequestBody End body, Principal person) {
    one(id);
    if (!edits.end(id, person.getName(), body.reason())) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "Exclusion " + id + " has ended already.");
    }
    return one(id);
  }

  private void known(String integration) {
    if (integration != null) {
      integrations.get(integration);
    }
  }
}
