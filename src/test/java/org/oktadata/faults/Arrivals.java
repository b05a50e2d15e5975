package org.oktadata.faults;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.oktadata.ApplicationProcess;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;
import org.oktadata.sandbox.SandboxEvent;
import org.oktadata.sandbox.SandboxOrg;
import org.oktadata.sandbox.SandboxPlace;

/**
 * Events of the org's System Log on their way in while things go wrong: by queue, by event hook and
 * by API destination, some twice, some not at all, so that only the poll finds them. What isn't
 * answered with 2xx is sent again, as Okta and AWS do.
 */
final class Arrivals implements AutoCloseable {

  static final String KEY = "arrivals-of-the-suite";
  private static final long PAUSE_MILLIS = 100;

  private final SandboxOrg org;
  private final TestQueue queue;
  private final String integration;
  private final Supplier<ApplicationProcess> application;
  private final SplittableRandom random;
  private final List<List<String>> unanswered = new ArrayList<>();
  private final Thread thread;
  private volatile boolean over;
  private int sent;

  Arrivals(
      SandboxOrg org,
      TestQueue queue,
      String integration,
      Supplier<ApplicationProcess> application,
      SplittableRandom random) {
    this.org = org;
    this.queue = queue;
    this.integration = integration;
    this.application = application;
    this.random = random;
    thread = new Thread(this::send, "arrivals-of-the-suite");
    thread.setDaemon(true);
    thread.start();
  }

  /** No more of them; returns once all have arrived. */
  @Override
  public void close() {
    over = true;
    Awaitility.await()
        .alias("everything sent is taken in")
        .atMost(120, TimeUnit.SECONDS)
        .until(() -> !thread.isAlive() && queue.size() == 0);
  }

  private void send() {
    while (!over) {
      List<String> events = new ArrayList<>();
      for (int more = random.nextInt(1, 4); more > 0; more--) {
        events.add(happened());
      }
      int way = random.nextInt(5);
      if (way == 0 || way == 3) {
        queue.send(events.stream().map(event -> Events.eventbridge(integration, event)).toList());
      }
      if (way == 1 || way == 3) {
        unanswered.add(events);
      }
      repeatUnanswered();
      pause();
    }
    while (!unanswered.isEmpty()) {
      repeatUnanswered();
      pause();
    }
  }

  private String happened() {
    SandboxEvent event =
        SandboxEvent.of("user.session.access_admin_app")
            .message("User accessing Okta admin app")
            .actor("00uarrivals" + sent++ % 50, "User", "a@acme.example", "A")
            .from(SandboxPlace.BERLIN);
    org.changes().appendEvent(event);
    return event.json();
  }

  private void repeatUnanswered() {
    unanswered.removeIf(this::isTaken);
  }

  private boolean isTaken(List<String> events) {
    try {
      boolean hook = events.size() > 1;
      int status =
          application
              .get()
              .send(
                  "POST",
                  "/intake/" + (hook ? "event-hooks/" : "eventbridge/") + integration,
                  hook ? Events.hook(events) : Events.eventbridge(integration, events.get(0)),
                  KEY)
              .statusCode();
      return status == 200 || status == 204;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
