package org.oktadata.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.oktadata.findings.FindingChange;
import org.oktadata.findings.FindingFilter;
import org.oktadata.findings.FindingHistory;
import org.oktadata.findings.FindingPage;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.FindingView;
import org.oktadata.findings.OcsfFinding;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.store.SettledMoment;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What was found: pages, streams, OCSF, CSV; and what people decide about it. */
@RestController
class FindingController {

  private final AskedFindings asked;
  private final FindingReader reader;
  private final SettledMoment settled;
  private final OcsfFinding ocsf;
  private final DecisionsOfMany decisions;
  private final ObjectMapper json;

  FindingController(
      AskedFindings asked,
      FindingReader reader,
      SettledMoment settled,
      OcsfFinding ocsf,
      DecisionsOfMany decisions,
      ObjectMapper json) {
    this.asked = asked;
    this.reader = reader;
    this.settled = settled;
    this.ocsf = ocsf;
    this.decisions = decisions;
    this.json = json;
  }

  /** Header with what a page has in {@code asOf}. */
  private static final String AS_OF = "X-As-Of";

  private static final List<String> FORMATS = List.of("ocsf", "csv");

  /**
   * @param asOf what the next pull takes for {@code changedSince}
   */
  record Page(List<?> items, String next, Instant asOf) {}

  /** A finding, and the address of its page. */
  record Told(@JsonUnwrapped FindingView finding, String link) {}

  /** A page: go on with {@code cursor=} and the page's {@code next}. */
  @GetMapping(value = "/api/findings", produces = MediaType.APPLICATION_JSON_VALUE)
  Page findings(
      FindingFilter filter,
      @RequestParam(defaultValue = "0") long cursor,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(defaultValue = "") String format,
      HttpServletResponse response) {
    known(filter, format);
    Instant asOf = asOf(response);
    FindingPage page = reader.page(filter, cursor, Math.max(1, Math.min(limit, 1_000)));
    List<?> items =
        format.equals("ocsf")
            ? page.items().stream().map(ocsf::of).toList()
            : page.items().stream().map(this::told).toList();
    return new Page(items, page.next(), asOf);
  }

  /** All, one JSON document a line. */
  @GetMapping(value = "/api/findings", produces = "application/x-ndjson")
  void lines(
      FindingFilter filter,
      @RequestParam(defaultValue = "") String format,
      HttpServletResponse response)
      throws IOException {
    known(filter, format);
    asOf(response);
    response.setContentType("application/x-ndjson");
    response.setCharacterEncoding("UTF-8");
    Writer out = response.getWriter();
    String origin = findings();
    boolean asOcsf = format.equals("ocsf");
    reader.each(
        filter,
        each -> line(out, write(asOcsf ? ocsf.of(each) : new Told(each, origin + each.id()))));
  }

  /** The same, by what the sender accepts. */
  @GetMapping(value = "/api/findings", produces = "text/csv")
  void acceptedCsv(
      FindingFilter filter,
      @RequestParam(defaultValue = "csv") String format,
      HttpServletResponse response)
      throws IOException {
    if (!format.equals("csv")) {
      throw new WrongSetting("format", "must be csv where Accept asks for text/csv.");
    }
    csv(filter, response);
  }

  /** All, for a spreadsheet. */
  @GetMapping(value = "/api/findings", params = "format=csv")
  void csv(FindingFilter filter, HttpServletResponse response) throws IOException {
    known(filter, "csv");
    asOf(response);
    response.setContentType("text/csv");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"findings.csv\"");
    Writer out = response.getWriter();
    String origin = findings();
    line(out, FindingCsv.HEADER);
    reader.each(filter, each -> line(out, FindingCsv.row(each, origin + each.id())));
  }

  /** One finding. */
  @GetMapping("/api/findings/{id}")
  Told one(@PathVariable long id) {
    return told(finding(id));
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
  Told mute(@PathVariable long id, @RequestBody DecisionBody decision, Principal person) {
    return decided("mute", id, decision, person);
  }

  @PostMapping("/api/findings/{id}/accept")
  Told accept(@PathVariable long id, @RequestBody DecisionBody decision, Principal person) {
    return decided("accept", id, decision, person);
  }

  @PostMapping("/api/findings/{id}/resolve")
  Told resolve(@PathVariable long id, @RequestBody DecisionBody decision, Principal person) {
    decision.decision("resolve", person.getName());
    if (!finding(id).kind().equals("detection")) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "Finding " + id + " is a check's: it is resolved when the check passes.");
    }
    return decided("resolve", id, decision, person);
  }

  @PostMapping("/api/findings/{id}/reopen")
  Told reopen(
      @PathVariable long id,
      @RequestBody(required = false) DecisionBody decision,
      Principal person) {
    return decided("reopen", id, decision == null ? DecisionBody.NONE : decision, person);
  }

  private FindingView finding(long id) {
    return reader.find(id).orElseThrow(() -> missing(id));
  }

  private Told told(FindingView finding) {
    return new Told(finding, findings() + finding.id());
  }

  /** Where the pages of findings are, to whoever asks. */
  private static String findings() {
    return ServletUriComponentsBuilder.fromCurrentContextPath().toUriString() + "/findings/";
  }

  /** As of before the findings are read. */
  private Instant asOf(HttpServletResponse response) {
    Instant asOf = settled.now();
    response.setHeader(AS_OF, asOf.toString());
    return asOf;
  }

  private void known(FindingFilter filter, String format) {
    if (!format.isEmpty() && !FORMATS.contains(format)) {
      throw new WrongSetting("format", "must be of " + String.join(", ", FORMATS) + ".");
    }
    asked.check(
        filter.integration(), filter.status(), filter.severity(), filter.kind(), filter.check());
  }

  private Told decided(String word, long id, DecisionBody body, Principal person) {
    if (!decisions.decideOne(word, id, body.decision(word, person.getName()))) {
      finding(id);
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "Finding " + id + " is resolved: there is nothing to decide.");
    }
    return told(finding(id));
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

  private static ResponseStatusException missing(long id) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no finding " + id + ".");
  }
}
