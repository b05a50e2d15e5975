package org.oktadata.events;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.oktadata.store.OneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/**
 * What the queue is told of received messages. A call that fails does no harm: what it was about
 * comes again, and is known then.
 */
@Component
class QueueReceipts {

  private static final Logger log = LoggerFactory.getLogger(QueueReceipts.class);

  /** SQS takes no more in one call. */
  private static final int A_CALL = 10;

  private static final int FORBIDDEN = 403;
  private static final long SAY_AGAIN = Duration.ofMinutes(10).toNanos();

  private final StreamingSettings.Sqs settings;
  private final ObjectProvider<SqsClient> queue;
  private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_AGAIN);

  QueueReceipts(StreamingSettings settings, ObjectProvider<SqsClient> queue) {
    this.settings = settings.sqs();
    this.queue = queue;
  }

  /** They stay hidden for as long again. */
  void hide(List<String> receipts) {
    inCalls(
        receipts,
        (id, receipt) ->
            ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(receipt)
                .visibilityTimeout(settings.visibilitySeconds())
                .build(),
        entries ->
            queue
                .getObject()
                .changeMessageVisibilityBatch(
                    call -> call.queueUrl(settings.queueUrl()).entries(entries)),
        "kept hidden");
  }

  /** They leave the queue. */
  void delete(List<String> receipts) {
    inCalls(
        receipts,
        (id, receipt) ->
            DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(receipt).build(),
        entries ->
            queue
                .getObject()
                .deleteMessageBatch(call -> call.queueUrl(settings.queueUrl()).entries(entries)),
        "deleted from the queue");
  }

  /** Whoever reads the queue says that it is away; a right that is missing shows nowhere else. */
  private void tell(String what, SdkException e) {
    long said = saidAt.get();
    if (e instanceof AwsServiceException refused
        && isForbidden(refused)
        && System.nanoTime() - said >= SAY_AGAIN
        && saidAt.compareAndSet(said, System.nanoTime())) {
      log.warn(
          "Streams: what was received can't be {}, so it comes again and again and ends as poison, although it is stored; grant sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue ({})",
          what,
          OneLine.join(String.valueOf(refused.getMessage())));
    } else {
      log.debug("Streams: messages couldn't be {}", what, e);
    }
  }

  private static boolean isForbidden(AwsServiceException refused) {
    return refused.statusCode() == FORBIDDEN
        || refused.awsErrorDetails() != null
            && String.valueOf(refused.awsErrorDetails().errorCode()).contains("AccessDenied");
  }

  private <E> void inCalls(
      List<String> receipts,
      BiFunction<String, String, E> entry,
      Consumer<List<E>> call,
      String what) {
    for (int from = 0; from < receipts.size(); from += A_CALL) {
      List<E> entries =
          IntStream.range(from, Math.min(from + A_CALL, receipts.size()))
              .mapToObj(i -> entry.apply(Integer.toString(i), receipts.get(i)))
              .toList();
      try {
        call.accept(entries);
      } catch (SdkException e) {
        tell(what, e);
      }
    }
  }
}
