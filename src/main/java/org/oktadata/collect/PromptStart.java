package org.oktadata.collect;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets a run that was asked for here start at once, through the route start-at-once. Whatever keeps
 * it from doing so, the next second starts the run.
 */
@Component
class PromptStart {

  private static final Logger log = LoggerFactory.getLogger(PromptStart.class);

  /** Not waited for where it isn't there, as in a routes folder that is older than this. */
  private static final String ROUTE = "direct:start-at-once?block=false&failIfNoConsumers=false";

  private final ObjectProvider<ProducerTemplate> routes;
  private final AtomicBoolean waits = new AtomicBoolean();

  PromptStart(ObjectProvider<ProducerTemplate> routes) {
    this.routes = routes;
  }

  /** Answers at once. A thousand runs that are due at the same time are looked for together. */
  void ask() {
    if (waits.compareAndSet(false, true)) {
      try {
        routes.getObject().asyncSend(ROUTE, exchange -> waits.set(false));
      } catch (RuntimeException stopping) {
        waits.set(false);
        log.debug("The next second starts it", stopping);
      }
    }
  }
}
