package org.oktadata.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages of a queue that are stored together, a batch each integration, and their receipts. */
public final class QueuedBatches {

  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final List<String> receipts = new ArrayList<>();

  QueuedBatches(List<Batch> message, String receipt) {
    message.forEach(this::add);
    receipts.add(receipt);
  }

  /** Takes over what another group holds. */
  void add(QueuedBatches other) {
    other.batches.values().forEach(this::add);
    receipts.addAll(other.receipts);
  }

  private void add(Batch batch) {
    batches.merge(batch.integration(), batch, QueuedBatches::join);
  }

  /** One batch each integration. */
  public List<Batch> batches() {
    return List.copyOf(batches.values());
  }

  List<String> receipts() {
    return receipts;
  }

  private static Batch join(Batch first, Batch second) {
    first.events().addAll(second.events());
    first.refusals().addAll(second.refusals());
    return first;
  }
}
