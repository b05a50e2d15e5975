package org.oktadata.events;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * The messages that were received and haven't left the queue yet. There are no more of them than
 * can be stored soon: those that wait longer than they are hidden would be handed out again, and
 * their deletion would count for nothing.
 */
@Component
class ReceivedMessages {

  /** Groups of the largest size that may be under way: two being stored, two being filled. */
  private static final int GROUPS = 4;

  private final Semaphore places;
  private final Map<String, Long> hiddenAt = new ConcurrentHashMap<>();

  ReceivedMessages(StreamingSettings settings) {
    this.places = new Semaphore(GROUPS * settings.sqs().joined());
  }

  /** Takes a message in, once there is a place for it. */
  void enter(String receipt) throws InterruptedException {
    hiddenAt.put(receipt, System.nanoTime());
    try {
      places.acquire();
    } catch (InterruptedException e) {
      hiddenAt.remove(receipt);
      throw e;
    }
  }

  /** They have left the queue, or will come again. */
  void leave(Collection<String> receipts) {
    receipts.forEach(hiddenAt::remove);
    places.release(receipts.size());
  }

  /**
   * Those that have to be hidden anew, and count as hidden from now on.
   *
   * @param nanos since they were hidden last
   */
  List<String> notHiddenFor(long nanos) {
    long now = System.nanoTime();
    List<String> due = new ArrayList<>();
    hiddenAt.replaceAll(
        (receipt, at) -> {
          if (now - at <= nanos) {
            return at;
          }
          due.add(receipt);
          return now;
        });
    return due;
  }
}
