package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ExtendWith(OutputCaptureExtension.class)
class UnreadForwardsTest {

  private final UnreadForwards filter = new UnreadForwards();

  @Test
  void aProxyThatIsNotBelievedIsToldOnceAndByNoStranger(CapturedOutput log) throws Exception {
    ask(null, true, false);
    ask("ada", false, false);
    ask("ada", true, true);
    assertThat(log).doesNotContain("X-Forwarded-For");
    ask("ada", true, false);
    ask("ada", true, false);
    assertThat(log.getOut().lines().filter(line -> line.contains("X-Forwarded-For")))
        .singleElement()
        .asString()
        .contains("comes from 10.1.2.3 and isn't read");
  }

  private void ask(String person, boolean forwarded, boolean read) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/findings");
    request.setRemoteAddr("10.1.2.3");
    request.setUserPrincipal(person == null ? null : () -> person);
    if (forwarded) {
      request.addHeader("X-Forwarded-For", "203.0.113.9");
    }
    if (read) {
      request.setAttribute(UnreadForwards.READ, true);
    }
    filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
  }
}
