package org.oktadata.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * A producer that sends nothing behind a record that the brokers didn't take: what came before it
 * would be sent again after what came behind. Kafka's own gives up what has waited for its time and
 * sends what has waited a little less. So its first failure ends it, with all that it still holds,
 * and a new one begins; whoever was sending through the old one is refused, until it begins anew.
 */
final class UnbrokenProducer implements Producer<Object, Object> {

  private final Supplier<Producer<Object, Object>> maker;
  private final Runnable doubt;
  private final ObjIntConsumer<String> tooLarge;

  /** Through which producer a thread sends, until it asks what became of it. */
  private final ThreadLocal<Producer<Object, Object>> sending = new ThreadLocal<>();

  /** Those that a failure has ended, in their own thread. */
  private final Queue<Producer<Object, Object>> ended = new ConcurrentLinkedQueue<>();

  private Producer<Object, Object> current;
  private boolean closed;

  /**
   * @param doubt told of each record that wasn't taken
   * @param tooLarge told of a record that its topic doesn't take: the topic, and the value's bytes
   */
  UnbrokenProducer(
      Supplier<Producer<Object, Object>> maker, Runnable doubt, ObjIntConsumer<String> tooLarge) {
    this.maker = maker;
    this.doubt = doubt;
    this.tooLarge = tooLarge;
    this.current = maker.get();
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<Object, Object> record) {
    return send(record, (place, failure) -> {});
  }

  /**
   * Sends a record.
   *
   * @throws KafkaException where it can't be sent, or one before it in the same list wasn't
   */
  @Override
  public Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
    forget();
    Producer<Object, Object> producer = current();
    Producer<Object, Object> before = sending.get();
    if (before != null && before != producer) {
      sending.remove();
      throw KafkaFailure.of("what came before it failed", null);
    }
    sending.set(producer);
    try {
      Future<RecordMetadata> sent =
          producer.send(record, endsAtFailure(producer, record, callback));
      return new Asked(sent.isDone() ? taken(sent) : sent);
    } catch (IllegalStateException ended) {
      sending.remove();
      throw KafkaFailure.of("what others sent failed", ended);
    } catch (KafkaException e) {
      doubt.run();
      sending.remove();
      throw e instanceof KafkaFailure ? e : KafkaFailure.of(e.getMessage(), e);
    }
  }

  /**
   * Kafka calls back in its own thread, before it sends anything else, or in that of the caller.
   */
  private Callback endsAtFailure(
      Producer<Object, Object> producer, ProducerRecord<Object, Object> record, Callback callback) {
    Thread caller = Thread.currentThread();
    String topic = record.topic();
    int bytes = record.value() instanceof byte[] value ? value.length : 0;
    return (place, failure) -> {
      if (failure instanceof RecordTooLargeException && bytes > 0) {
        tooLarge.accept(topic, bytes);
      }
      if (failure != null && Thread.currentThread() != caller) {
        end(producer);
      }
      callback.onCompletion(place, failure);
    };
  }

  /** What failed at once lay in no queue, so nothing needs to end but its sender's list. */
  private static Future<RecordMetadata> taken(Future<RecordMetadata> sent) {
    try {
      sent.get();
      return sent;
    } catch (ExecutionException e) {
      throw KafkaFailure.of(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  private synchronized Producer<Object, Object> current() {
    if (current == null) {
      if (closed) {
        throw new KafkaException("Kafka isn't written to any more, because the application stops");
      }
      current = maker.get();
    }
    return current;
  }

  private void end(Producer<Object, Object> failed) {
    doubt.run();
    synchronized (this) {
      if (current == failed) {
        current = null;
        ended.add(failed);
      }
    }
    failed.close(Duration.ZERO);
  }

  /**
   * Kafka's own thread counts a little more behind the callback in which it was ended, and so has
   * its figures in JMX again, with all that it held: from another thread it is waited for.
   */
  private void forget() {
    for (Producer<Object, Object> each = ended.poll(); each != null; each = ended.poll()) {
      each.close(Duration.ZERO);
    }
  }

  private synchronized Producer<Object, Object> last() {
    Producer<Object, Object> last = current;
    closed = true;
    current = null;
    return last;
  }

  @Override
  public void close() {
    forget();
    Producer<Object, Object> last = last();
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void close(Duration timeout) {
    forget();
    Producer<Object, Object> last = last();
    if (last != null) {
      last.close(timeout);
    }
  }

  @Override
  public void flush() {
    current().flush();
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return current().partitionsFor(topic);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return current().metrics();
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return current().clientInstanceId(timeout);
  }

  @Override
  public void initTransactions() {
    throw noTransactions();
  }

  @Override
  public void beginTransaction() {
    throw noTransactions();
  }

  @Override
  @Deprecated
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, String group) {
    throw noTransactions();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    throw noTransactions();
  }

  @Override
  public void commitTransaction() {
    throw noTransactions();
  }

  @Override
  public void abortTransaction() {
    throw noTransactions();
  }

  private static UnsupportedOperationException noTransactions() {
    return new UnsupportedOperationException("Nothing is sent in transactions of Kafka");
  }

  /** Whoever asks for the first of its records has sent its list, and may begin another. */
  private final class Asked implements Future<RecordMetadata> {

    private final Future<RecordMetadata> sent;

    Asked(Future<RecordMetadata> sent) {
      this.sent = sent;
    }

    @Override
    public RecordMetadata get() throws InterruptedException, ExecutionException {
      sending.remove();
      try {
        return sent.get();
      } catch (ExecutionException e) {
        throw told(e);
      }
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      sending.remove();
      try {
        return sent.get(timeout, unit);
      } catch (ExecutionException e) {
        throw told(e);
      }
    }

    private static ExecutionException told(ExecutionException e) {
      KafkaFailure failure = KafkaFailure.of(e.getCause().getMessage(), e.getCause());
      return new ExecutionException(failure.getMessage(), failure);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return false;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return sent.isDone();
    }
  }
}
