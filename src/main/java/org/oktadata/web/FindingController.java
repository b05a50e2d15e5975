package org.oktadata.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.oktadata.findings.FindingChange;
import org.oktadata.findings.FindingFilter;
import org.oktadata.findings.FindingHistory;
import org.oktadata.findings.FindingPage;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.OcsfFinding;
import org.oktadata.findings.Outcome;
import org.oktadata.findings.Triage;
import org.oktadata.integrations.DurationText;
import org.oktadata.integrations.WrongSetting;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What was found: pages, streams, OCSF, CSV; and what people decide about it. */
@RestController
class FindingController {

  private final AskedFindings asked;
  private final FindingReader reader;
  private final OcsfFinding ocsf;
  private final Triage triage;
  private final ObjectMapper json;
  private final Audit audit;

  FindingController(
      AskedFindings asked,
      FindingReader reader,
      OcsfFinding ocsf,
      Triage triage,
      ObjectMapper json,
      Audit audit) {
    this.asked = asked;
    this.reader = reader;
    this.ocsf = ocsf;
    this.triage = triage;
    this.json = json;
    this.audit = audit;
  }

  record Page(List<?> items, String next) {}

  /**
   * A decision; {@code until} is a time, {@code expiresIn} a duration such as 30d. {@code
   * silenceLater}: what a detection sees later doesn't open it again; {@code outcome}: what turned
   * out where it is resolved.
   */
  record Decision(
      String reason, Instant until, String expiresIn, boolean silenceLater, String outcome) {}

  /** A page: go on with {@code cursor=} and the page's {@code next}. */
  @GetMapping(value = "/api/findings", produces = MediaType.APPLICATION_JSON_VALUE)
  Page findings(
      FindingFilter filter,
      @RequestParam(defaultValue = "0") long cursor,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(defaultValue = "") String format) {
    known(filter);
    FindingPage page = reader.page(filter, cursor, Math.max(1, Math.min(limit, 1_000)));
    List<?> items =
        format.equals("ocsf") ? page.items().stream().map(ocsf::of).toList() : page.items();
    return new Page(items, page.next());
  }

  /** All, one JSON document a line. */
  @GetMapping(value = "/api/findings", produces = "application/x-ndjson")
  void lines(
      FindingFilter filter,
      @RequestParam(defaultValue = "") String format,
      HttpServletResponse response)
      throws IOException {
    known(filter);
    response.setContentType("application/x-ndjson");
    response.setCharacterEncoding("UTF-8");
    Writer out = response.getWriter();
    boolean asOcsf = format.equals("ocsf");
    reader.each(filter, each -> line(out, write(asOcsf ? ocsf.of(each) : each)));
  }

  /** All, for a spreadsheet. */
  @GetMapping(value = "/api/findings", params = "format=csv")
  void csv(FindingFilter filter, HttpServletResponse response) throws IOException {
    known(filter);
    response.setContentType("text/csv");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"findings.csv\"");
    Writer out = response.getWriter();
    line(out, FindingCsv.HEADER);
    reader.each(filter, each -> line(out, FindingCsv.row(each)));
  }

  /** One finding. */
  @GetMapping("/api/findings/{id}")
  FindingView finding(@PathVariable long id) {
    return reader.find(id).orElseThrow(() -> missing(id));
  }

  /**
   * What happened to it, oldest first: the newest 200 changes. The header X-Total-Count says how
   * many there are.
   */
  @GetMapping("/api/findings/{id}/history")
  List<FindingChange> history(@PathVariable long id, HttpServletResponse response) {
    finding(id);
    FindingHistory history = reader.history(id);
    response.setHeader("X-Total-Count", Long.toString(history.total()));
    return history.newest();
  }

  @PostMapping("/api/findings/{id}/mute")
  FindingView mute(@PathVariable long id, @RequestBody Decision decision, Principal person) {
    Instant until = until(decision);
    if (until == null) {
      throw wrong("A mute needs an end: until (a time) or expiresIn (such as 7d).");
    }
    return decided(
        "mute",
        id,
        triage.mute(id, person.getName(), reason(decision), until, decision.silenceLater()));
  }

  @PostMapping("/api/findings/{id}/accept")
  FindingView accept(@PathVariable long id, @RequestBody Decision decision, Principal person) {
    return decided(
        "accept",
        id,
        triage.accept(
            id, person.getName(), reason(decision), until(decision), decision.silenceLater()));
  }

  @PostMapping("/api/findings/{id}/resolve")
  FindingView resolve(@PathVariable long id, @RequestBody Decision decision, Principal person) {
    Outcome outcome =
        Outcome.of(decision.outcome())
            .orElseThrow(
                () ->
                    new WrongSetting(
                        "outcome", "must be of " + String.join(", ", Outcome.words()) + "."));
    String reason = reason(decision);
    if (!finding(id).kind().equals("detection")) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "Finding " + id + " is a check's: it is resolved when the check passes.");
    }
    return decided("resolve", id, triage.resolve(id, person.getName(), reason, outcome));
  }

  @PostMapping("/api/findings/{id}/reopen")
  FindingView reopen(
      @PathVariable long id, @RequestBody(required = false) Decision decision, Principal person) {
    String reason = decision == null ? null : decision.reason();
    return decided("reopen", id, triage.reopen(id, person.getName(), reason));
  }

  private void known(FindingFilter filter) {
    asked.check(filter.integration(), filter.status(), filter.severity(), null);
  }

  private FindingView decided(String decision, long id, boolean done) {
    if (!done) {
      finding(id);
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "Finding " + id + " is resolved: there is nothing to decide.");
    }
    FindingView now = finding(id);
    audit.write("finding." + decision, Long.toString(id), now.stateReason());
    return now;
  }

  private static String reason(Decision decision) {
    if (decision.reason() == null || decision.reason().isBlank()) {
      throw wrong("A reason is missing.");
    }
    return decision.reason();
  }

  private static Instant until(Decision decision) {
    Instant until = decision.expiresIn() == null ? decision.until() : in(decision);
    if (until != null && until.isBefore(Instant.now().plusSeconds(1))) {
      throw wrong("The end has to lie ahead (7d, not 7).");
    }
    return until;
  }

  private static Instant in(Decision decision) {
    try {
      Duration duration = DurationText.parse(decision.expiresIn());
      return Instant.now().plus(duration);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrong("expiresIn is a duration such as 7d, not '" + decision.expiresIn() + "'.");
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(Writer out, String text) {
    try {
      out.write(text);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResponseStatusException wrong(String problem) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, problem);
  }

  private static ResponseStatusException missing(long id) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no finding " + id + ".");
  }
}
