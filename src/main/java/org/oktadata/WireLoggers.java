package org.oktadata;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Silences what writes requests as they are on the wire, with passwords, keys and tokens in them,
 * whatever level somebody sets: a log is read by more people than may know a secret. Warnings pass.
 */
class WireLoggers implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final List<String> SILENT =
      List.of(
          // Calls to Okta and to channels: headers, bodies, and addresses that are secrets.
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "org.apache.hc.client5.http.impl.classic.MainClientExec",
          // Calls to AWS: session tokens.
          "org.apache.http.wire",
          "org.apache.http.headers",
          "software.amazon.awssdk.auth",
          "software.amazon.awssdk.http.auth",
          "software.amazon.awssdk.request",
          // Connections to PostgreSQL: an address may hold the password of a key.
          "org.postgresql.Driver",
          // The statement that gives the embedded database its password.
          "org.postgresql.core.v3.QueryExecutorImpl",
          // What comes in: passwords, sessions, intake keys, and one-time codes in addresses.
          "org.apache.coyote.http11.Http11InputBuffer",
          "org.apache.tomcat.util.http",
          "org.springframework.security.web.FilterChainProxy",
          // Mail, and what the console's sign-in through OIDC sends.
          "org.eclipse.angus.mail",
          "org.springframework.web.HttpLogging",
          "org.springframework.web.client");

  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent prepared) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Silence silence = new Silence();
      silence.setContext(context);
      silence.start();
      context.addTurboFilter(silence);
    }
  }

  private static final class Silence extends TurboFilter {

    @Override
    public FilterReply decide(
        Marker marker, Logger logger, Level level, String format, Object[] values, Throwable t) {
      return level.isGreaterOrEqual(Level.INFO)
              || isOff(logger, level)
              || !isSilent(logger.getName())
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }

    /** Nearly always, and asked thousands of times a second: names are compared only otherwise. */
    private static boolean isOff(Logger logger, Level level) {
      return !level.isGreaterOrEqual(logger.getEffectiveLevel());
    }

    private static boolean isSilent(String logger) {
      for (String name : SILENT) {
        if (logger.startsWith(name)) {
          return true;
        }
      }
      return false;
    }
  }
}
