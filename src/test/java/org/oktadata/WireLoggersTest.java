package org.oktadata;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class WireLoggersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.tomcat.util.http.Parameters",
        "org.apache.tomcat.util.http.Rfc6265CookieProcessor",
        "org.postgresql.core.v3.QueryExecutorImpl",
        "org.apache.hc.client5.http.headers",
      })
  void whoWouldWriteRequestsAndPasswordsStaysSilentAtAnyLevel(String name) {
    assertThat(told(name)).containsExactly("a warning");
  }

  @Test
  void allOthersSayWhatTheirLevelAllows() {
    assertThat(told("org.apache.tomcat.util.net")).hasSize(3);
  }

  private static List<String> told(String name) {
    new WireLoggers().onApplicationEvent(null);
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      logger.setLevel(Level.TRACE);
      logger.trace("a form with a password");
      logger.debug("a form with a password");
      logger.warn("a warning");
    } finally {
      logger.setLevel(before);
      logger.detachAppender(lines);
    }
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
