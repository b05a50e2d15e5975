package org.oktadata.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;

/** What a person does on many pages, and waits for. */
final class Steps {

  /** What can have the focus, but can't be given it back when its part is replaced. */
  static final String FORGOTTEN =
      "a:not([id]), button:not([id]), summary:not([id]), [tabindex]:not([id])";

  private Steps() {}

  /** Chooses from the menu of an integration's tile. */
  static void menu(Page page, String integration, String action) {
    page.getByLabel("Actions of " + integration).click();
    page.locator(".dropdown-menu.show").getByText(action).click();
  }

  /** Things that wait for the sandbox. */
  static Soon soon(Locator locator) {
    return new Soon(locator);
  }

  record Soon(Locator locator) {
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

  /** A thing of exactly that name. */
  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /** A field whose label says nothing more. */
  static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
