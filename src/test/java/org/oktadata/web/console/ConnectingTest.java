package org.oktadata.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.oktadata.web.console.Steps.FORGOTTEN;
import static org.oktadata.web.console.Steps.exactly;
import static org.oktadata.web.console.Steps.menu;
import static org.oktadata.web.console.Steps.named;
import static org.oktadata.web.console.Steps.soon;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.RsaKeys;

/** An integration in the console, in a real browser: each step starts where the last ended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectingTest {

  @TempDir static Path folder;
  static ConsoleOrg org;
  static Path pem;

  @BeforeAll
  static void start() throws Exception {
    org = ConsoleOrg.start(folder, 30);
    RSAKey key = RsaKeys.named("k1");
    org.register("keyed", key);
    pem = folder.resolve("key.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.toPrivateKey().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterAll
  static void stop() {
    if (org != null) {
      org.close();
    }
  }

  @Test
  @Order(1)
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
  @Order(2)
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
  @Order(2)
  void aRefusedValueCostsNoSecretAndHasTheFocus() {
    Page page = connect("second ORG", "third");
    page.getByLabel("Client secret", exactly()).last().fill("typed-once");
    page.getByRole(AriaRole.BUTTON, named("Connect")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("That short name is taken");
    assertThat(page.locator("#name")).isFocused();
    page.locator("#name").fill("third");
    page.getByRole(AriaRole.BUTTON, named("Connect")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The display name is that of");
    assertThat(page.locator("#displayName")).isFocused();
    assertThat(page.locator("#clientSecret")).hasValue("typed-once");
    page.getByLabel("Display name").fill("Third org");
    page.getByLabel("Okta URL").fill("http://third.example.com");
    page.getByRole(AriaRole.BUTTON, named("Connect")).click();
    assertThat(page.locator("#issuer[aria-invalid]")).isFocused();
    assertThat(page.locator("#clientSecret")).hasValue("typed-once");
    page.getByLabel("Private key", exactly()).check();
    page.getByLabel("Private key (PEM)")
        .fill("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");
    assertThat(
            (Boolean) page.evaluate("document.querySelector('#privateKey').validity.customError"))
        .isTrue();
  }

  @Test
  @Order(3)
  void theShareIsChangedWithTheMinutesBesideIt() {
    Page page = org.browser.admin();
    page.navigate("/integrations/second-org/settings/advanced");
    page.locator("#share").fill("50");
    assertThat(page.locator("[data-share-text]")).hasText("50 %");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("Saved");
    assertThat(
            org.app
                .call("GET", "/api/integrations/second-org", null)
                .path("rateLimitShare")
                .asDouble())
        .isEqualTo(0.5);
  }

  @Test
  @Order(4)
  void eventStreamingShowsItsStepsAndMakesAKey() {
    Page page = org.browser.admin();
    page.navigate("/integrations/second-org/settings/event-streaming");
    soon(page.locator("#rule")).containsText("aws.partner/okta.com");
    assertThat(page.locator("#live")).containsText("First event");
    page.getByRole(AriaRole.BUTTON, named("Make a key")).click();
    assertThat(page.locator("#new-key")).hasText(Pattern.compile("[A-Za-z0-9_-]{43}"));
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})"); // Plain HTTP.
    Locator copy = page.locator("[data-copy=new-key]");
    copy.click();
    assertThat(copy).hasText("Copied");
    assertThat(page.locator("#new-key"))
        .hasText((String) page.evaluate("getSelection().toString()"));
    org.streamed("second-org");
    page.reload();
    assertThat(page.locator("#new-key")).hasCount(0);
    assertThat(page.locator("#live .table-scroll")).hasCount(2);
    assertThat(page.locator("#live").locator(FORGOTTEN)).hasCount(0);
  }

  @Test
  @Order(5)
  void aPageThatIsLeftAloneStopsAskingUntilSomebodyIsBack() {
    Page page = org.browser.admin();
    page.clock().install();
    page.navigate("/integrations");
    page.clock().fastForward("11:00");
    assertThat(page.locator(".paused")).containsText("Paused");
    page.keyboard().press("Shift");
    assertThat(page.locator(".paused")).hasCount(0);
  }

  @Test
  @Order(6)
  void removingAsksForTheName() {
    Page page = org.browser.admin();
    page.navigate("/integrations");
    menu(page, "Second org", "Remove");
    Locator remove = page.getByRole(AriaRole.BUTTON, named("Remove"));
    assertThat(remove).isDisabled();
    page.locator("#confirmed").fill("second-org");
    remove.click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("is removed");
    assertThat(org.app.send("GET", "/api/integrations/second-org", null).statusCode())
        .isEqualTo(404);
  }

  private static Page connect(String name, String client) {
    Page page = org.browser.admin();
    page.navigate("/integrations");
    page.getByText("Add integration").first().click();
    page.getByLabel("Display name").fill(name);
    page.getByLabel("Okta URL").fill(org.okta.url());
    page.getByLabel("Client ID").fill(client);
    return page;
  }
}
