package org.oktadata.web.console;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.oktadata.findings.EventSearch;
import org.oktadata.findings.FindingFilter;
import org.oktadata.findings.FindingReader;
import org.springframework.context.ApplicationContext;

/** What people ask of the console and the API, about a user or an address by number. */
public final class ScaleQuestions {

  private static final String INTEGRATION = "acme";

  private final ApplicationContext beans;
  private final Instant newest;

  /**
   * @param newest the end of the log, where searches begin
   */
  public ScaleQuestions(ApplicationContext beans, Instant newest) {
    this.beans = beans;
    this.newest = newest;
  }

  /** Each by its name. */
  public Map<String, IntConsumer> all() {
    Map<String, IntConsumer> all = new LinkedHashMap<>();
    all.put("user page: all of its queries", this::user);
    all.put("group page: members", this::group);
    all.put("users: search by beginning", n -> users("user" + n));
    all.put("users: list of those without MFA", n -> strength());
    all.put("events: newest", n -> events(""));
    all.put("events: a rare type", n -> events("eventType eq \"user.account.lock\""));
    all.put("events: one person's", n -> events("actor.id eq \"u%d\"".formatted(n)));
    all.put("events: an address", n -> events("client.ipAddress eq \"198.51.%d.%d\"".formatted(n % 250, n % 200)));
    all.put("events: sign-ins that failed", n -> events("eventType eq \"user.session.start\" and outcome.result eq \"FAILURE\""));
    all.put("events: nothing like it", n -> events("client.ipAddress eq \"203.0.113.%d\"".formatted(n % 250)));
    all.put("findings: first page of the console", n -> findings(new FindingSearch(null, "open", null, null, null, null, 1, "findings", null, null)));
    all.put("findings: of one check", n -> findings(new FindingSearch(null, "open", null, null, "user-with-weak-mfa", null, 1, null, null, null)));
    all.put("findings: page of /api", n -> beans.getBean(FindingReader.class).page(new FindingFilter(INTEGRATION, null, "open", null, null, null, null), 0, 100));
    return all;
  }

  private void user(int n) {
    String id = "u" + n;
    Moment now = new Moment(null);
    PastRows rows = beans.getBean(PastRows.class);
    UserFacts facts = beans.getBean(UserFacts.class);
    rows.document(INTEGRATION, "users", id, now);
    rows.known(INTEGRATION, "users", id);
    rows.children(INTEGRATION, "factors", id, now, null);
    rows.parents(INTEGRATION, "group_members", id, now, "groups");
    rows.parents(INTEGRATION, "app_users", id, now, "apps");
    rows.children(INTEGRATION, "admin_roles", id, now, null);
    facts.paths(INTEGRATION, id);
    facts.devices(INTEGRATION, id);
    facts.tokens(INTEGRATION, id);
    beans.getBean(FindingLines.class).of(INTEGRATION, id);
    facts.events(INTEGRATION, id);
    facts.hours(INTEGRATION, id);
    facts.places(INTEGRATION, id);
  }

  private void group(int n) {
    beans.getBean(Members.class).of(INTEGRATION, "group_members", "g" + (n % 994 + 7), new MemberSearch(null, null, null));
  }

  private void users(String text) {
    beans.getBean(UserLines.class).find(INTEGRATION, new UserSearch(INTEGRATION, text, null, null, null, null, null, null, null));
  }

  private void strength() {
    beans.getBean(UserLines.class).find(INTEGRATION, new UserSearch(INTEGRATION, null, "ACTIVE", "none", null, null, null, null, null));
  }

  private void events(String filter) {
    EventSearch.Found found =
        beans.getBean(EventSearch.class).search(INTEGRATION, filter, Instant.EPOCH, EventSearch.Key.before(newest), 50);
    beans.getBean(EventLines.class).of(INTEGRATION, found.events());
  }

  private void findings(FindingSearch search) {
    FindingLines lines = beans.getBean(FindingLines.class);
    lines.count(search);
    lines.page(search);
  }
}
