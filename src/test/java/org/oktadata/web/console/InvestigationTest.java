package org.oktadata.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.web.console.Steps.FORGOTTEN;
import static org.oktadata.web.console.Steps.menu;
import static org.oktadata.web.console.Steps.named;
import static org.oktadata.web.console.Steps.soon;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.figures.SummaryCounts;

/**
 * From the first login to a finding and what is behind it, in a real browser: each step starts
 * where the last ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InvestigationTest {

  @TempDir static Path folder;
  static ConsoleOrg org;

  @BeforeAll
  static void start() {
    org = ConsoleOrg.start(folder, 120);
  }

  @AfterAll
  static void stop() {
    if (org != null) {
      org.close();
    }
  }

  @Test
  @Order(1)
  void aFirstLoginLeadsToTheIntegrations() {
    Page page = org.browser.stranger();
    page.navigate("/findings?severity=high");
    assertThat(page).hasURL(Pattern.compile("/login$"));
    ConsoleBrowser.signIn(page, "admin", "wrong");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("wrong");
    ConsoleBrowser.signIn(page, "admin", "test");
    page.navigate("/");
    assertThat(page).hasURL(Pattern.compile("/integrations$"));
    page.getByRole(AriaRole.BUTTON, named("Sign out")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("signed out");
  }

  @Test
  @Order(2)
  void collectNowIsWatchedToItsEnd() {
    Page page = org.browser.admin();
    page.navigate("/integrations");
    menu(page, "acme", "Collect now");
    assertThat(page).hasURL(Pattern.compile("/runs/\\d+"));
    assertThat(page.locator("[data-run-status]")).hasText("Running");
    assertThat(page.locator("#lanes")).containsText("group_members");
    soon(page.locator("[data-run-status]")).hasText("Success");
    assertThat(page.locator("#lanes")).containsText("Success");
  }

  @Test
  @Order(3)
  void aFindingLeadsToItsEvidenceAndIsMuted() {
    org.app.bean(SummaryCounts.class).refresh();
    Page page = org.browser.admin();
    page.navigate("/overview");
    page.locator(".score").waitFor();
    page.navigate("/findings?text=User+has+no+MFA");
    page.waitForCondition(
        () -> {
          page.reload();
          return page.locator("tbody tr").count() > 0;
        },
        new Page.WaitForConditionOptions().setTimeout(60_000));
    page.locator("tbody tr a").first().click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Evidence")))
        .isVisible();
    page.getByLabel("Why").fill("A test account, ticket 1");
    page.getByRole(AriaRole.BUTTON, named("Mute")).click();
    assertThat(page.locator("[data-state]")).hasText("muted");
    assertThat(page.locator("main")).containsText("A test account, ticket 1");
    page.navigate("/findings?status=muted");
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.navigate("/audit");
    page.locator("[data-search]").fill("MUTE");
    page.getByRole(AriaRole.BUTTON, named("Filter")).click();
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("main")).containsText("finding.mute");
    assertThat(page.locator("main")).containsText("A test account, ticket 1");
    page.locator("tbody td a").click();
    assertThat(page).hasURL(Pattern.compile("/findings/\\d+$"));
  }

  @Test
  @Order(4)
  void aDecisionAfterTheSessionEndedLeadsThroughTheLoginBackToTheFinding() {
    Page page = org.browser.stranger();
    ConsoleBrowser.signIn(page, "admin", "test");
    page.navigate(
        "/findings/" + org.first("select min(id) from store.finding where state = 'open'"));
    String finding = page.url();
    page.getByLabel("Why").fill("A test account");
    page.context()
        .clearCookies(new BrowserContext.ClearCookiesOptions().setName("OKTADATA_SESSION"));
    page.getByRole(AriaRole.BUTTON, named("Mute")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("session has ended");
    page.getByLabel("User name").fill("admin");
    page.getByLabel("Password").fill("test");
    page.locator("button[type=submit]").click();
    assertThat(page).hasURL(finding);
  }

  @Test
  @Order(5)
  void aUserIsFoundWhileTypingAndShownAsOfYesterday() {
    String id =
        org.app
            .column("select min(id) from okta.users where integration = 'acme'")
            .iterator()
            .next();
    org.remember(id);
    org.app
        .database()
        .sql(
            """
            insert into store.event (integration, published, uuid, event_type, received_via, actor_id, doc)
            select 'acme', now() - interval '1 minute', 'reset-' || actor, 'user.mfa.factor.reset_all', 'poll', actor,
                   jsonb_build_object('eventType', 'user.mfa.factor.reset_all', 'actor', jsonb_build_object('id', actor, 'displayName', 'Mallory'),
                     'target', jsonb_build_array(jsonb_build_object('id', 'app'), jsonb_build_object('id', cast(:id as text))))
            from unnest(array['00umallory', :id]) actor""")
        .param("id", id)
        .update();
    String login =
        org.app.column("select login from okta.users where id = '" + id + "'").iterator().next();
    Page page = org.browser.admin();
    page.navigate("/users");
    page.locator("[data-search]").pressSequentially(login.substring(0, 12));
    page.locator("#results").getByText(login).click();
    assertThat(page.locator("main")).containsText("Today's title");
    assertThat(page.locator("#about tbody tr")).hasCount(1);
    assertThat(page.locator("#about")).containsText("Mallory");
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    page.getByLabel("As of").fill(yesterday.toString());
    page.getByRole(AriaRole.BUTTON, named("Show")).click();
    assertThat(page.locator("[data-as-of]")).containsText(yesterday.toString());
    assertThat(page.locator("main")).containsText("Yesterday's title");
    assertThat(page.locator("main")).not().containsText("Today's title");
  }

  @Test
  @Order(6)
  void eventsAreSearchedInOktasLanguage() {
    Page page = org.browser.admin();
    page.navigate("/events");
    page.locator("[data-search]")
        .fill("eventType eq \"user.session.start\" and outcome.result eq \"FAILURE\"");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    page.waitForURL(Pattern.compile(".*FAILURE.*"));
    Locator rows = page.locator("tbody tr");
    assertThat(rows.filter(new Locator.FilterOptions().setHasNotText("Failure"))).hasCount(0);
    assertThat(rows.count()).isPositive();
    for (String row : rows.allInnerTexts()) {
      assertThat(row).contains("user.session.start", "Failure");
    }
    rows.first().locator("a").first().click();
    assertThat(page.locator("#raw")).containsText("\"eventType\" : \"user.session.start\"");
    page.locator("a[aria-label^='Events of Address']").click();
    assertThat(page.locator("[data-search]")).hasValue(Pattern.compile("client.ipAddress eq .*"));
    assertThat(rows.first()).isVisible();
    page.goBack();
    page.locator("a[aria-label^='Events of Actor']").click();
    assertThat(rows.first()).isVisible();
    page.navigate("/events?filter=eventType+eq");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("ends too soon");
    page.locator("[data-search]").fill("user.session.start");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.getByText("eventType eq \"user.session.start\"")).isVisible();
    String address = rows.first().getByText(Pattern.compile("^\\d+(\\.\\d+){3}$")).innerText();
    page.locator("[data-search]").fill(address);
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    page.waitForURL(Pattern.compile(".*" + Pattern.quote(address) + ".*"));
    assertThat(rows.first()).containsText(address);
    assertThat(rows.filter(new Locator.FilterOptions().setHasNotText(address))).hasCount(0);
    String event = org.first("select min(uuid) from store.event where integration = 'acme'");
    page.locator("[data-search]").fill(event);
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page).hasURL(Pattern.compile(".*/events/acme/" + event));
    page.navigate("/events?from=2026-03-02&until=2026-03-01");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Until lies before From.");
  }

  @Test
  @Order(7)
  void theLiveTailKeepsTheFocusAndCanBePaused() {
    Page page = org.browser.admin();
    page.clock().install();
    page.navigate("/events/tail");
    page.evaluate(
        """
        sent = answered = 0;
        document.addEventListener('htmx:beforeSend', () => sent++);
        document.addEventListener('htmx:afterOnLoad', () => answered++);""");
    assertThat(page.locator("#tail").locator(FORGOTTEN)).hasCount(0);
    Locator before = page.locator("[data-before]");
    Locator link = page.locator("#tail tbody a").first();
    link.focus();
    link.evaluate("link => link.dataset.before = ''");
    poll(page);
    assertThat(before).hasCount(0);
    assertThat(page.locator("#tail tbody a:focus")).hasCount(1);
    page.evaluate("document.activeElement.dataset.before = document.activeElement.id = ''");
    poll(page);
    assertThat(before).isFocused();
    page.getByRole(AriaRole.BUTTON, named("Pause")).click();
    assertThat(page.locator("#tail-state")).hasText("paused");
    page.evaluate("sent = 0");
    page.clock().runFor(9_000);
    assertThat(page.evaluate("sent")).isEqualTo(0);
    page.getByRole(AriaRole.BUTTON, named("Go on")).click();
    poll(page);
    assertThat(before).hasCount(0);
  }

  @Test
  @Order(8)
  void aViewerSeesNoChangesToMake() {
    Page page = org.browser.stranger();
    ConsoleBrowser.signIn(page, "vera", "look");
    page.navigate("/integrations");
    assertThat(page.locator(".tile").first()).isVisible();
    assertThat(page.getByText("Add integration")).hasCount(0);
    assertThat(page.locator("[data-bs-toggle=dropdown]")).hasCount(0);
  }

  @Test
  @Order(8)
  void aDetectionIsResolvedAndOpenedAgainWithoutAnEmptyReason() {
    Page page = org.browser.admin();
    page.navigate(
        "/findings/"
            + org.first(
                "select min(id::bigint)::text from okta.findings where kind = 'detection'"));
    page.getByLabel("Why").fill("Spoke to her");
    page.getByLabel("What it turned out to be").selectOption("false-alarm");
    page.getByRole(AriaRole.BUTTON, named("Resolve")).click();
    assertThat(page.locator("[data-state]")).hasText("resolved");
    assertThat(page.locator("main")).containsText("by admin as false alarm: Spoke to her");
    page.getByLabel("Why open again").fill("It went on");
    page.getByRole(AriaRole.BUTTON, named("Open again")).click();
    assertThat(page.locator("[data-state]")).hasText("open");
    assertThat(page.locator("main")).containsText("Opened again by admin: It went on");
    page.getByLabel("Why").fill("Known test");
    page.getByLabel("Accept for how long").selectOption("For good");
    page.getByLabel("Also silence what happens later").check();
    page.getByRole(AriaRole.BUTTON, named("Accept the risk")).click();
    assertThat(page.locator("main")).containsText("for good: Known test");
    assertThat(page.locator("main")).containsText("What happens later stays silent, too.");
  }

  /** Lets a part ask once more, and waits for the answer. */
  private static void poll(Page page) {
    Object before = page.evaluate("answered");
    page.clock().runFor(3_000);
    page.waitForCondition(() -> !page.evaluate("answered").equals(before));
  }
}
