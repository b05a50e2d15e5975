package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The application's log quotes what others wrote. */
@ExtendWith(OutputCaptureExtension.class)
class LogLinesTest extends StartedApplication {

  private static final Logger log = LoggerFactory.getLogger(LogLinesTest.class);

  @Test
  void aMessageIsOneLineAndMovesNoCursorWhateverItQuotes(CapturedOutput output) {
    log.warn(
        "Okta says: {}", "x\n2026-01-01T00:00:00Z  INFO forged\r\n\u001b[2J\u2028y\u202ez \u00fc");
    assertThat(output.toString().lines().filter(line -> line.contains("Okta says")))
        .singleElement()
        .asString()
        .contains(" WARN ", " --- [okta-data-integration] [", "org.oktadata.web.LogLinesTest")
        .endsWith(" : Okta says: x 2026-01-01T00:00:00Z  INFO forged [2J y z \u00fc");
  }

  @Test
  void aStackTraceKeepsItsLines(CapturedOutput output) {
    log.warn("It failed", new IllegalStateException("for a reason"));
    assertThat(output.toString())
        .contains(
            ": It failed\n\njava.lang.IllegalStateException: for a reason\n\tat org.oktadata");
  }
}
