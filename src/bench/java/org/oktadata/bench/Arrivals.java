package org.oktadata.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.oktadata.AppUnderTest;
import org.oktadata.events.Events;
import org.oktadata.events.TestQueue;

/** How long events of a steady stream take from the queue until a query finds them. */
final class Arrivals {

  private static final int A_CALL = 10;

  private final Map<String, Long> sent = new ConcurrentHashMap<>();

  /** Sends that many a second for so long; the milliseconds of each event, sorted. */
  long[] measure(AppUnderTest app, TestQueue queue, int perSecond, int seconds)
      throws InterruptedException {
    int count = perSecond * seconds;
    Thread sender = new Thread(() -> send(queue, perSecond, count));
    sender.start();
    long[] took = new long[count];
    int arrived = 0;
    while (arrived < count) {
      List<String> uuids =
          app.database()
              // By the key, so that the question costs little of what it is to measure.
              .sql(
                  "select uuid from store.event where integration = 'acme' and uuid like 'arrival%'"
                      + " and published > now() - interval '10 seconds'")
              .query(String.class)
              .list();
      long now = System.nanoTime();
      for (String uuid : uuids) {
        Long at = sent.remove(uuid);
        if (at != null) {
          took[arrived++] = TimeUnit.NANOSECONDS.toMillis(now - at);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    sender.join();
    Arrays.sort(took);
    return took;
  }

  private void send(TestQueue queue, int perSecond, int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i += A_CALL) {
      List<String> messages = new java.util.ArrayList<>();
      long now = System.nanoTime();
      for (int j = i; j < i + A_CALL; j++) {
        sent.put("arrival" + j, now);
        messages.add(Events.eventbridge("acme", Events.event("arrival" + j)));
      }
      queue.send(messages);
      long due = start + TimeUnit.SECONDS.toNanos(i + A_CALL) / perSecond;
      java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
