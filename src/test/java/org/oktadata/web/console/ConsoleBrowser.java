package org.oktadata.web.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, without a window. What a page complains of or fetches elsewhere is kept.
 */
final class ConsoleBrowser implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));

  private final Playwright playwright;
  private final Browser browser;
  private final String base;
  private String session;

  /** What no page may do: errors in its console, requests to another host. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  private ConsoleBrowser(String base, Path executable) {
    this.base = base;
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking")));
  }

  /** Whether there is a browser; without one the tests are skipped, and say what to install. */
  static Path found() {
    Path executable = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    Assumptions.assumeTrue(
        executable != null,
        "No Chromium in /usr/bin: the console isn't tested. Install it (apt-get install chromium).");
    return executable;
  }

  static ConsoleBrowser start(String base) {
    return new ConsoleBrowser(base, found());
  }

  /** A page of a new session. */
  Page stranger() {
    return open(null);
  }

  /** A page of the signed-in administrator. */
  Page admin() {
    if (session == null) {
      Page page = stranger();
      signIn(page, "admin", "test");
      session = page.context().storageState();
      page.context().close();
    }
    return open(session);
  }

  static void signIn(Page page, String name, String password) {
    page.navigate("/login");
    page.getByLabel("User name").fill(name);
    page.getByLabel("Password").fill(password);
    page.locator("button[type=submit]").click();
    page.waitForLoadState();
  }

  private Page open(String state) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(base)
                .setViewportSize(1440, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setStorageState(state));
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.page().url() + ": " + message.text());
          }
        });
    context.onWebError(error -> complaints.add(error.page().url() + ": " + error.error()));
    context.onRequest(
        request -> {
          if (!request.url().startsWith(base) && !request.url().startsWith("data:")) {
            complaints.add("asked another host: " + request.url());
          }
        });
    return context.newPage();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
