package org.oktadata.events;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Joins messages while others are being stored, so that a statement has more to do. */
@Component
class SqsGroups implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange joined, Exchange next) {
    if (joined == null) {
      return next;
    }
    joined.getMessage().getBody(Group.class).add(next.getMessage().getBody(Group.class));
    return joined;
  }
}
