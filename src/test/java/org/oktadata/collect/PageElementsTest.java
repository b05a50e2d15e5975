package org.oktadata.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a line of the catalogue takes for the key of a list's objects. */
@ExtendWith(OutputCaptureExtension.class)
class PageElementsTest {

  private final PageElements elements = new PageElements();

  @Test
  void aKeyThatNoObjectHasIsToldOnce(CapturedOutput log) {
    find("[{\"id\":\"a\"},{\"id\":\"b\"}]", "kid");
    find("[{\"id\":\"c\"}]", "kid");
    assertThat(log.getAll().lines().filter(line -> line.contains("has the property kid")))
        .singleElement()
        .asString()
        .contains("keys: no object in Okta's list has the property kid that its line");
  }

  @Test
  void aKeyThatSomeHaveAndAnEmptyListAreNothingToTell(CapturedOutput log) {
    find("[{\"id\":\"a\"},{}]", "id");
    find("[]", "kid");
    assertThat(log.getAll()).doesNotContain("has the property");
  }

  private void find(String page, String key) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    elements.find(page.getBytes(StandardCharsets.UTF_8), "", key, "keys", false, "", exchange);
  }
}
