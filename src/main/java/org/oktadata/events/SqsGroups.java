package org.oktadata.events;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.springframework.stereotype.Component;

/** Joins messages while others are being stored, so that a statement has more to do. */
@Component
class SqsGroups implements AggregationStrategy {

  private final ReceivedMessages received;

  SqsGroups(ReceivedMessages received) {
    this.received = received;
  }

  @Override
  public Exchange aggregate(Exchange joined, Exchange next) {
    if (joined == null) {
      return next;
    }
    joined
        .getMessage()
        .getBody(QueuedBatches.class)
        .add(next.getMessage().getBody(QueuedBatches.class));
    return joined;
  }

  /** The group is whole; when it is done with, well or not, others have its places. */
  @Override
  public void onCompletion(Exchange exchange) {
    QueuedBatches group = exchange.getMessage().getBody(QueuedBatches.class);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                received.leave(group.receipts());
              }
            });
  }
}
