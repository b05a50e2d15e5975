package org.oktadata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  private final Words words = new Words();

  @Test
  void anAddressBreaksAfterItsAtAndItsDots() {
    assertThat(words.breakable("ada.b@acme.com")).isEqualTo("ada.<wbr>b@<wbr>acme.<wbr>com");
  }

  @Test
  void whatANameBringsAlongIsTextAndNoMarkup() {
    assertThat(words.breakable("<img src=x onerror='a'>"))
        .isEqualTo("&lt;img src=x onerror=&#39;a&#39;&gt;");
  }
}
