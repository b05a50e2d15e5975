package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.figures.SummaryCounts;
import org.oktadata.web.Mappings;

/** What holds for each page of the console, whatever it is about. */
class EveryPageTest {

  private static final Pattern OPERATION =
      Pattern.compile("^/(integrations|runs|audit|login|nothing)");

  /** The longest that an address can be. */
  private static final String ADDRESS = "2001:0db8:85a3:0000:0000:8a2e:0370:7334";

  /** Tables that go on where nobody sees it, cells that are cut, and addresses out of sight. */
  private static final String CUT =
      """
      () => {
        dispatchEvent(new Event('resize'));
        const told = (part) => part.closest('[aria-label]')?.getAttribute('aria-label') + ': ' + part.textContent.slice(0, 60);
        const shown = (part) => part.getClientRects().length > 0;
        const goesOn = (part) => part.scrollWidth > part.clientWidth + 1;
        const beyond = (table) => table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right + 1;
        const sign = (box) => box.matches('.goes-on-right') && getComputedStyle(box).boxShadow !== 'none';
        const tables = [...document.querySelectorAll('main table')].filter(shown);
        return [
          ...tables.filter((table) => beyond(table) && !sign(table.parentElement)),
          ...tables.filter((table) => table.matches('.events') && beyond(table)),
          ...tables.flatMap((table) => [...table.querySelectorAll('th, td')]).filter((cell) => shown(cell) && goesOn(cell)),
          ...[...document.querySelectorAll('.from .nowrap')].filter((address) => address.getClientRects().length > 1),
        ].map(told);
      }""";

  @TempDir static Path folder;
  static ConsoleOrg org;

  @BeforeAll
  static void start() {
    // Each row of a table is looked at, however many are alike.
    org = ConsoleOrg.start(folder, 30);
    org.app.call(
        "POST",
        "/api/integrations",
        """
        {"name": "second-org", "displayName": "Second org", "issuer": "%s", "clientId": "second", "clientSecret": "wrong"}"""
            .formatted(org.okta.url()));
    org.app.call("POST", "/api/integrations/second-org/test", null);
    org.streamed("second-org");
    org.app.collect();
    org.remember(org.first("select min(id) from okta.users"));
    Awaitility.await("something is found")
        .atMost(Duration.ofMinutes(1))
        .until(() -> org.app.count("select count(*) from store.finding") > 0);
    org.app
        .database()
        .sql(
            "update store.event set doc = jsonb_set(doc, '{client,ipAddress}', to_jsonb(cast(? as text)))")
        .param(ADDRESS)
        .update();
    org.app.bean(SummaryCounts.class).refresh();
  }

  @AfterAll
  static void stop() {
    if (org != null) {
      org.close();
    }
  }

  @Test
  void pagesOfSecurityAreAccessibleAndFitAPhone() {
    look(pages().stream().filter(page -> !OPERATION.matcher(page).find()).toList());
  }

  @Test
  void pagesOfOperationAreAccessibleAndFitAPhone() {
    look(pages().stream().filter(page -> OPERATION.matcher(page).find()).toList());
  }

  @Test
  void findingsOfSeveralOrgsTellWhoseTheyAre() {
    Page page = org.browser.admin();
    page.navigate("/findings");
    assertThat(page.locator("thead").innerText()).contains("Integration");
    assertThat(page.locator("tbody tr").first().innerText()).contains("acme");
  }

  @Test
  void theTrendBeginsWithTheFirstCount() {
    Page page = org.browser.admin();
    page.navigate("/overview");
    page.waitForFunction("Chart.getChart('plot-trend')");
    assertThat(page.evaluate("Chart.getChart('plot-trend').data.labels.length"))
        .isEqualTo(
            Integer.valueOf(
                org.first(
                    "select ((now() at time zone 'UTC')::date - min(day) + 1)::text from okta.finding_trend where integration = 'acme'")));
  }

  @Test
  void noPageIsLeftOutOfThat() {
    Set<String> parts =
        Set.of(
            "/",
            "/findings/export.csv",
            "/overview/export.csv",
            "/audit/export.csv",
            "/users/x/x/about",
            "/events/x/about",
            "/objects/x/x", // The same page as with an id that can stand in a path.
            "/integrations/x/settings/event-streaming/live",
            "/integrations/x/settings/event-streaming/rule");
    List<String> shown = pages();
    assertThat(Mappings.of(org.app.context()))
        .filteredOn(call -> call.method().equals("GET") && !parts.contains(call.path()))
        .filteredOn(call -> !call.path().matches("/(api|actuator|intake|hawtio|jolokia|error).*"))
        .filteredOn(call -> !call.path().matches("/(webjars|console|favicon.ico|x).*"))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            call ->
                assertThat(shown)
                    .as(call.path())
                    .anyMatch(
                        page ->
                            page.matches(
                                call.path().replaceAll("/x(?=/|$)", "/[^/?]+") + "(\\?.*)?")));
  }

  /** On a wide screen in both schemes of colours, on a laptop, and dark on a phone. */
  private static void look(List<String> pages) {
    assertThat(pages).hasSizeGreaterThan(12);
    Page page = org.browser.admin();
    for (String each : pages) {
      page.setViewportSize(1440, 900);
      colours(page, ColorScheme.LIGHT);
      page.navigate(each);
      assertThat(serious(page)).as(each).isEmpty();
      assertThat((List<?>) page.evaluate(CUT)).as(each + " is cut").isEmpty();
      page.setViewportSize(1280, 800);
      assertThat((List<?>) page.evaluate(CUT)).as(each + " is cut on a laptop").isEmpty();
      page.setViewportSize(1440, 900);
      colours(page, ColorScheme.DARK);
      assertThat(unreadable(page)).as(each + ", dark").isEmpty();
      page.setViewportSize(390, 844);
      assertThat(seriousButColours(page)).as(each + ", on a phone").isEmpty();
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as(each + " is wider than a phone")
          .isLessThanOrEqualTo(0);
    }
    org.browser.complaints.removeIf(complaint -> complaint.contains("/nothing-here"));
    assertThat(org.browser.complaints).isEmpty();
  }

  private static List<String> pages() {
    String user = org.first("select min(id) from okta.users");
    String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    String rule = org.first("select min(id) from store.rule where kind = 'detection'");
    return List.of(
        "/overview",
        "/findings",
        "/findings?view=findings",
        "/findings?status=resolved&text=none",
        "/findings/" + org.first("select min(id) from store.finding"),
        "/users",
        "/users?text=nobody-of-this-name",
        "/search?text=a",
        "/search?text=nothing-of-this-name",
        "/users/acme/" + user,
        "/users/acme/" + user + "?asOf=" + yesterday,
        "/users/acme/" + user + "?asOf=2020-01-01",
        "/groups",
        "/groups/acme/" + org.first("select min(parent_id) from okta.group_members"),
        "/apps",
        "/apps/acme/" + org.first("select min(parent_id) from okta.app_users"),
        "/objects",
        "/objects/acme/policy_rules",
        "/objects/acme/group_members",
        "/objects/acme/zones?text=nothing-of-this-name",
        "/objects/acme/policies/" + org.first("select min(parent_id) from okta.policy_rules"),
        "/objects/acme/devices/" + org.first("select min(id) from okta.devices"),
        "/events",
        "/events?filter=eventType+eq",
        "/events/tail",
        "/events/acme/" + org.first("select min(uuid) from store.event where integration = 'acme'"),
        "/checks",
        "/checks/coverage",
        "/checks/admin-inactive",
        "/checks/" + rule,
        "/integrations",
        "/integrations/new",
        "/integrations/second-org/tests/"
            + org.first(
                "select max(id) from store.connectivity_test where integration = 'second-org'"),
        "/integrations/second-org/settings",
        "/integrations/second-org/settings/advanced",
        "/integrations/second-org/settings/event-streaming",
        "/integrations/second-org/remove",
        "/runs",
        "/runs/1",
        "/audit",
        "/login",
        "/login?error",
        "/nothing-here");
  }

  /** Without transitions, in whose midst no colour is the one that is meant. */
  private static void colours(Page page, ColorScheme scheme) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE));
    if (!page.url().equals("about:blank")) {
      page.locator("html[data-bs-theme=" + scheme.name().toLowerCase(Locale.ROOT) + "]").waitFor();
    }
  }

  private static List<String> serious(Page page) {
    return problems(axe(page));
  }

  /** Of what is looked for, only this can differ between two schemes. */
  private static List<String> unreadable(Page page) {
    return problems(axe(page).withRules(List.of("color-contrast")));
  }

  /** Colours don't change with the width, and are what takes longest to look at. */
  private static List<String> seriousButColours(Page page) {
    return problems(axe(page).disableRules(List.of("color-contrast")));
  }

  /**
   * Looks at the page alone, which is quick: only frames would need a second page, in which results
   * are joined. What is in order isn't listed.
   */
  private static AxeBuilder axe(Page page) {
    assertThat(page.frames()).as("frames of " + page.url()).hasSize(1);
    AxeRunOptions options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return new AxeBuilder(page).options(options).setLegacyMode(true);
  }

  private static List<String> problems(AxeBuilder axe) {
    return axe.analyze().getViolations().stream()
        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .map(EveryPageTest::told)
        .toList();
  }

  private static String told(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().get(0).getHtml();
  }
}
