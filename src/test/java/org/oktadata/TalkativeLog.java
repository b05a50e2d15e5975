package org.oktadata;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Every logger at DEBUG, ours at TRACE, from the first bean on; the console stays readable. Closed,
 * all are as they were.
 */
public final class TalkativeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<Logger, Level> before = new HashMap<>();
  private final WarningsOnly onConsole = new WarningsOnly();

  /** An application whose log is listened to as soon as it is set up. */
  public SpringApplication application() {
    SpringApplication application = new SpringApplication(Application.class);
    application.addListeners(
        (ApplicationListener<ApplicationContextInitializedEvent>) started -> listen());
    return application;
  }

  /** What was logged, with loggers and stack traces. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Forgets the lines of one logger. */
  public void forget(String logger) {
    lines.removeIf(line -> line.startsWith(logger + " "));
  }

  private void listen() {
    Logger root = root();
    LoggerContext context = root.getLoggerContext();
    root.iteratorForAppenders().forEachRemaining(appender -> appender.addFilter(onConsole));
    context.getLoggerList().forEach(logger -> before.putIfAbsent(logger, logger.getLevel()));
    context.getLoggerList().forEach(logger -> logger.setLevel(logger == root ? Level.DEBUG : null));
    context.getLogger("org.oktadata").setLevel(Level.TRACE);
    setContext(context);
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    lines.add(
        event.getLoggerName()
            + " "
            + event.getFormattedMessage()
            + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
  }

  @Override
  public void close() {
    root().detachAppender(this);
    before.forEach(Logger::setLevel);
    onConsole.over = true;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static final class WarningsOnly extends Filter<ILoggingEvent> {
    private volatile boolean over;

    @Override
    public FilterReply decide(ILoggingEvent event) {
      return over || event.getLevel().isGreaterOrEqual(Level.WARN)
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }
  }
}
