package org.oktadata.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.oktadata.findings.FindingFilter;
import org.oktadata.findings.FindingPage;
import org.oktadata.findings.FindingReader;
import org.oktadata.findings.ManyDecisions;
import org.oktadata.findings.ManyDecisions.Shown;
import org.oktadata.integrations.WrongSetting;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One decision about many findings, by their ids or by a filter. */
@RestController
class ManyDecisionsController {

  private static final List<String> WORDS = List.of("mute", "accept", "resolve", "reopen");

  private final AskedFindings asked;
  private final FindingReader reader;
  private final DecisionsOfMany decisions;

  ManyDecisionsController(AskedFindings asked, FindingReader reader, DecisionsOfMany decisions) {
    this.asked = asked;
    this.reader = reader;
    this.decisions = decisions;
  }

  /**
   * What to decide about which.
   *
   * @param ids of findings; or
   * @param filter as lists of findings are asked for
   * @param state what they have to be, or they are left as they are; null if that doesn't matter
   */
  record Body(
      String decision,
      List<String> ids,
      FindingFilter filter,
      String state,
      String reason,
      Instant until,
      String expiresIn,
      boolean silenceLater,
      String outcome) {

    DecisionBody one() {
      return new DecisionBody(reason, until, expiresIn, silenceLater, outcome);
    }
  }

  record Left(String id, String state, String reason) {}

  /**
   * What became of it.
   *
   * @param already decided in the same way by the same person before
   * @param more whether the filter finds more than can be decided about at once
   */
  record Answer(List<String> decided, List<String> already, List<Left> left, boolean more) {}

  @PostMapping("/api/findings/decisions")
  Answer decide(@RequestBody Body body, Principal person) {
    if (!WORDS.contains(body.decision())) {
      throw new WrongSetting("decision", "must be of " + String.join(", ", WORDS) + ".");
    }
    if ((body.ids() == null) == (body.filter() == null)) {
      throw new WrongSetting("ids", "or filter says which findings: exactly one of both.");
    }
    if (!StringUtils.hasText(body.reason())) {
      throw new WrongSetting("reason", "is missing.");
    }
    asked.check(null, body.state(), null, null, null);
    FindingPage matching = body.filter() == null ? null : matching(body.filter());
    List<Shown> shown =
        matching == null
            ? body.ids().stream().map(id -> new Shown(number(id), body.state())).toList()
            : matching.items().stream()
                .map(each -> new Shown(Long.parseLong(each.id()), state(body, each.state())))
                .toList();
    if (shown.size() > ManyDecisions.MOST) {
      throw new WrongSetting("ids", "may be " + ManyDecisions.MOST + " at most.");
    }
    ManyDecisions.Result result =
        decisions.decide(
            body.decision(), shown, body.one().decision(body.decision(), person.getName()));
    return new Answer(
        texts(result.decided()),
        texts(result.already()),
        result.left().stream()
            .map(each -> new Left(Long.toString(each.id()), each.state(), each.reason()))
            .toList(),
        matching != null && matching.next() != null);
  }

  /** What nothing narrows down would be everything, and hardly what somebody meant. */
  private FindingPage matching(FindingFilter filter) {
    if (filter.findsAll()) {
      throw new WrongSetting("filter", "must have a condition.");
    }
    asked.check(
        filter.integration(), filter.status(), filter.severity(), filter.kind(), filter.check());
    return reader.page(filter, 0, ManyDecisions.MOST);
  }

  private static String state(Body body, String found) {
    return body.state() == null ? found : body.state();
  }

  private static List<String> texts(List<Long> ids) {
    return ids.stream().map(id -> Long.toString(id)).toList();
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new WrongSetting("ids", "must be numbers of findings, such as \"815\".");
    }
  }
}
