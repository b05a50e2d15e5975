package org.oktadata.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.AppUnderTest;
import org.oktadata.sandbox.OrgSize;
import org.oktadata.sandbox.SandboxClient;
import org.oktadata.sandbox.SandboxLimits;
import org.oktadata.sandbox.SandboxOkta;
import org.oktadata.sandbox.SandboxOptions;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.web.Mappings;

/** A person's way through the console, in a real browser: each step starts where the last ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {

  private static final Pattern OPERATION =
      Pattern.compile("^/(integrations|runs|audit|login|nothing)");

  /** What can have the focus, but can't be given it back when its part is replaced. */
  private static final String FORGOTTEN =
      "a:not([id]), button:not([id]), summary:not([id]), [tabindex]:not([id])";

  @TempDir static Path folder;
  static SandboxOkta okta;
  static AppUnderTest app;
  static ConsoleBrowser browser;
  static Path pem;

  @BeforeAll
  static void start() throws Exception {
    ConsoleBrowser.found();
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    pem = folder.resolve("key.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.toPrivateKey().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    okta =
        SandboxOkta.start(
                SandboxOrg.generate(OrgSize.ofUsers(120), 7),
                SandboxOptions.standard().withLimits(SandboxLimits.workforce(1)))
            .register(SandboxClient.withSecret("app", "secret"))
            .register(SandboxClient.withSecret("second", "right"))
            .register(SandboxClient.withKeys("keyed", new JWKSet(key)));
    app =
        AppUnderTest.start(
            folder, okta, "--okta.console.viewer.name=vera", "--okta.console.viewer.password=look");
    browser = ConsoleBrowser.start(app.url());
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000); // A busy machine isn't a failure.
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      browser.close();
      app.close();
      okta.close();
    }
  }

  @Test
  @Order(1)
  void aFirstLoginLeadsToTheIntegrations() {
    Page page = browser.stranger();
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
  void aWrongSecretIsToldAndRepaired() {
    Page page = connect("Second org", "second");
    page.getByLabel("Client secret", exactly()).last().fill("wrong");
    page.getByRole(AriaRole.BUTTON, named("Connect")).click();
    soon(page.locator("[data-result=FAILURE]")).isVisible();
    assertThat(page.locator(".steps")).containsText("secret");
    page.locator("main").getByText("Edit settings").click();
    page.locator("#clientSecret").fill("right");
    page.getByRole(AriaRole.BUTTON, named("Rotate")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Okta takes the new credentials");
    page.navigate("/integrations");
    menu(page, "Second org", "Test connectivity");
    soon(page.locator("[data-result=SUCCESS]")).isVisible();
    assertThat(page.content()).doesNotContain("right\"");
  }

  @Test
  @Order(3)
  void aPrivateKeyIsUploadedAsPem() {
    Page page = connect("Keyed org", "keyed");
    page.getByLabel("Private key", exactly()).check();
    page.getByLabel("Key ID (KID)").fill("k1");
    page.locator("#pem-file").setInputFiles(pem);
    assertThat(page.locator("#privateKey")).hasValue(Pattern.compile("BEGIN PRIVATE KEY"));
    page.getByRole(AriaRole.BUTTON, named("Connect")).click();
    soon(page.locator("[data-result=SUCCESS]")).isVisible();
    assertThat(page.locator(".steps")).containsText("Okta issued an access token");
  }

  @Test
  @Order(4)
  void collectNowIsWatchedToItsEnd() {
    Page page = browser.admin();
    page.navigate("/integrations");
    menu(page, "acme", "Collect now");
    assertThat(page).hasURL(Pattern.compile("/runs/\\d+"));
    assertThat(page.locator("[data-run-status]")).hasText("Running");
    assertThat(page.locator("#lanes")).containsText("group_members");
    soon(page.locator("[data-run-status]")).hasText("Success");
    assertThat(page.locator("#lanes")).containsText("Success");
  }

  @Test
  @Order(5)
  void aFindingLeadsToItsEvidenceAndIsMuted() {
    app.bean(Summaries.class).refresh();
    Page page = browser.admin();
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
    assertThat(page.getByText("Evidence")).isVisible();
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
  }

  @Test
  @Order(6)
  void aUserIsFoundWhileTypingAndShownAsOfYesterday() {
    String id =
        app.column("select min(id) from okta.users where integration = 'acme'").iterator().next();
    remember(id);
    String login =
        app.column("select login from okta.users where id = '" + id + "'").iterator().next();
    Page page = browser.admin();
    page.navigate("/users");
    page.locator("[data-search]").pressSequentially(login.substring(0, 12));
    page.locator("#results").getByText(login).click();
    assertThat(page.locator("main")).containsText("Today's title");
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    page.getByLabel("As of").fill(yesterday.toString());
    page.getByRole(AriaRole.BUTTON, named("Show")).click();
    assertThat(page.locator("[data-as-of]")).containsText(yesterday.toString());
    assertThat(page.locator("main")).containsText("Yesterday's title");
    assertThat(page.locator("main")).not().containsText("Today's title");
  }

  @Test
  @Order(7)
  void eventsAreSearchedInOktasLanguage() {
    Page page = browser.admin();
    page.navigate("/events");
    page.locator("[data-search]")
        .fill("eventType eq \"user.session.start\" and outcome.result eq \"FAILURE\"");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    Locator rows = page.locator("tbody tr");
    assertThat(rows.filter(new Locator.FilterOptions().setHasNotText("Failure"))).hasCount(0);
    assertThat(rows.count()).isPositive();
    for (String row : rows.allInnerTexts()) {
      assertThat(row).contains("user.session.start", "Failure");
    }
    rows.first().locator("a").first().click();
    assertThat(page.locator("#raw")).containsText("\"eventType\" : \"user.session.start\"");
    page.navigate("/events?filter=eventType+is+odd");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("can't be read");
  }

  @Test
  @Order(7)
  void theLiveTailKeepsTheFocusAndCanBePaused() {
    Page page = browser.admin();
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

  /** Lets a part ask once more, and waits for the answer. */
  private static void poll(Page page) {
    Object before = page.evaluate("answered");
    page.clock().runFor(3_000);
    page.waitForCondition(() -> !page.evaluate("answered").equals(before));
  }

  @Test
  @Order(8)
  void theShareIsChangedWithTheMinutesBesideIt() {
    Page page = browser.admin();
    page.navigate("/integrations/second-org/settings/advanced");
    page.locator("#share").fill("50");
    assertThat(page.locator("[data-share-text]")).hasText("50 %");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Saved");
    assertThat(
            app.call("GET", "/api/integrations/second-org", null).path("rateLimitShare").asDouble())
        .isEqualTo(0.5);
  }

  @Test
  @Order(9)
  void eventStreamingShowsItsStepsAndMakesAKey() {
    Page page = browser.admin();
    page.navigate("/integrations/second-org/settings/event-streaming");
    soon(page.locator("#rule")).containsText("aws.partner/okta.com");
    assertThat(page.locator("#live")).containsText("First event");
    page.getByRole(AriaRole.BUTTON, named("Make a key")).click();
    assertThat(page.locator("#new-key")).hasText(Pattern.compile("[A-Za-z0-9_-]{43}"));
    streamed("second-org");
    page.reload();
    assertThat(page.locator("#new-key")).hasCount(0);
    assertThat(page.locator("#live .table-scroll")).hasCount(2);
    assertThat(page.locator("#live").locator(FORGOTTEN)).hasCount(0);
  }

  @Test
  @Order(10)
  void pagesOfSecurityAreAccessibleAndFitAPhone() {
    look(pages().stream().filter(page -> !OPERATION.matcher(page).find()).toList());
  }

  @Test
  @Order(10)
  void pagesOfOperationAreAccessibleAndFitAPhone() {
    look(pages().stream().filter(page -> OPERATION.matcher(page).find()).toList());
  }

  @Test
  @Order(10)
  void noPageIsLeftOutOfThat() {
    Set<String> parts =
        Set.of(
            "/",
            "/findings/export.csv",
            "/overview/export.csv",
            "/integrations/x/settings/event-streaming/live",
            "/integrations/x/settings/event-streaming/rule");
    List<String> shown = pages();
    assertThat(Mappings.of(app.context()))
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

  /** On a wide screen in both schemes of colours, and dark on a phone. */
  private static void look(List<String> pages) {
    assertThat(pages).hasSizeGreaterThan(12);
    Page page = browser.admin();
    for (String each : pages) {
      page.setViewportSize(1440, 900);
      colours(page, ColorScheme.LIGHT);
      page.navigate(each);
      assertThat(serious(page)).as(each).isEmpty();
      colours(page, ColorScheme.DARK);
      assertThat(unreadable(page)).as(each + ", dark").isEmpty();
      page.setViewportSize(390, 844);
      assertThat(seriousButColours(page)).as(each + ", on a phone").isEmpty();
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as(each + " is wider than a phone")
          .isLessThanOrEqualTo(0);
    }
    browser.complaints.removeIf(complaint -> complaint.contains("/nothing-here"));
    assertThat(browser.complaints).isEmpty();
  }

  private static List<String> pages() {
    String user = first("select min(id) from okta.users");
    String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    String rule = first("select min(id) from store.rule where kind = 'detection'");
    return List.of(
        "/overview",
        "/findings",
        "/findings?status=resolved&text=none",
        "/findings/" + first("select min(id) from store.finding"),
        "/users",
        "/users?text=nobody-of-this-name",
        "/users/acme/" + user,
        "/users/acme/" + user + "?asOf=" + yesterday,
        "/users/acme/" + user + "?asOf=2020-01-01",
        "/groups",
        "/groups/acme/" + first("select min(parent_id) from okta.group_members"),
        "/apps",
        "/apps/acme/" + first("select min(parent_id) from okta.app_users"),
        "/events",
        "/events?filter=eventType+is+odd",
        "/events/tail",
        "/events/acme/" + first("select min(uuid) from store.event where integration = 'acme'"),
        "/checks",
        "/checks/coverage",
        "/checks/admin-inactive",
        "/checks/" + rule,
        "/integrations",
        "/integrations/new",
        "/integrations/second-org/tests/"
            + first("select max(id) from store.connectivity_test where integration = 'second-org'"),
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

  private static String first(String sql) {
    return app.column(sql).iterator().next();
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

  @Test
  @Order(11)
  void aViewerSeesNoChangesToMake() {
    Page page = browser.stranger();
    ConsoleBrowser.signIn(page, "vera", "look");
    page.navigate("/integrations");
    assertThat(page.locator(".tile").first()).isVisible();
    assertThat(page.getByText("Add integration")).hasCount(0);
    assertThat(page.locator("[data-bs-toggle=dropdown]")).hasCount(0);
  }

  @Test
  @Order(12)
  void aPageThatIsLeftAloneStopsAskingUntilSomebodyIsBack() {
    Page page = browser.admin();
    page.clock().install();
    page.navigate("/integrations");
    page.clock().fastForward("11:00");
    assertThat(page.locator(".paused")).containsText("Paused");
    page.keyboard().press("Shift");
    assertThat(page.locator(".paused")).hasCount(0);
  }

  @Test
  @Order(13)
  void removingAsksForTheName() {
    Page page = browser.admin();
    page.navigate("/integrations");
    menu(page, "Second org", "Remove");
    Locator remove = page.getByRole(AriaRole.BUTTON, named("Remove"));
    assertThat(remove).isDisabled();
    page.locator("#confirmed").fill("second-org");
    remove.click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("is removed");
    assertThat(app.send("GET", "/api/integrations/second-org", null).statusCode()).isEqualTo(404);
  }

  private static Page connect(String name, String client) {
    Page page = browser.admin();
    page.navigate("/integrations");
    page.getByText("Add integration").first().click();
    page.getByLabel("Display name").fill(name);
    page.getByLabel("Okta URL").fill(okta.url());
    page.getByLabel("Client ID").fill(client);
    return page;
  }

  private static void menu(Page page, String integration, String action) {
    page.getByLabel("Actions of " + integration).click();
    page.locator(".dropdown-menu.show").getByText(action).click();
  }

  /** The user's title was another one until an hour ago. */
  private static void remember(String id) {
    app.database()
        .sql(
            """
            with before as (
              update store.resource set first_seen = now() - interval '3 days', changed_at = now() - interval '1 minute',
                doc = jsonb_set(doc, '{profile,title}', '"Today''s title"')
              where integration = 'acme' and data_type = 'users' and id = ? returning *)
            insert into store.resource_history (integration, data_type, parent_id, id, valid_from, valid_to, doc)
            select integration, data_type, parent_id, id, now() - interval '3 days', changed_at,
                   jsonb_set(doc, '{profile,title}', '"Yesterday''s title"') from before""")
        .param(id)
        .update();
  }

  /** An event was pushed, after a gap. */
  private static void streamed(String integration) {
    app.database()
        .sql(
            """
            with gap as (
              insert into store.stream_gap (integration, from_at, until_at, reason)
              values (:name, now() - interval '2 hours', now() - interval '1 hour', 'nothing came'))
            insert into store.stream (integration, received_via, last_published) values (:name, 'sqs', now())""")
        .param("name", integration)
        .update();
  }

  private static List<String> serious(Page page) {
    return problems(new AxeBuilder(page));
  }

  /** Of what is looked for, only this can differ between two schemes. */
  private static List<String> unreadable(Page page) {
    return problems(new AxeBuilder(page).withRules(List.of("color-contrast")));
  }

  /** Colours don't change with the width, and are what takes longest to look at. */
  private static List<String> seriousButColours(Page page) {
    return problems(new AxeBuilder(page).disableRules(List.of("color-contrast")));
  }

  private static List<String> problems(AxeBuilder axe) {
    return axe.analyze().getViolations().stream()
        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .map(ConsoleTest::told)
        .toList();
  }

  private static String told(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().get(0).getHtml();
  }

  /** Things that wait for the sandbox. */
  private static Soon soon(Locator locator) {
    return new Soon(locator);
  }

  private record Soon(Locator locator) {
    private static final double PATIENCE = 120_000;

    void isVisible() {
      assertThat(locator).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    void hasText(String text) {
      assertThat(locator)
          .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    void containsText(String text) {
      assertThat(locator)
          .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
