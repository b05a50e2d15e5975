package org.oktadata.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/** Consumers of which the first that gets records fails in its next poll. */
final class FailingPolls extends DefaultKafkaClientFactory {

  private final KafkaClientFactory usual;
  private final AtomicInteger failures = new AtomicInteger();

  FailingPolls(KafkaClientFactory usual) {
    this.usual = usual;
  }

  int failures() {
    return failures.get();
  }

  @Override
  public String getBrokers(KafkaConfiguration configuration) {
    return usual.getBrokers(configuration);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Consumer getConsumer(Properties properties) {
    Consumer consumer = usual.getConsumer(properties);
    boolean[] gotSome = {false};
    return (Consumer)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              if (gotSome[0] && method.getName().equals("poll")) {
                gotSome[0] = false;
                if (failures.compareAndSet(0, 1)) {
                  throw new KafkaException("On purpose");
                }
              }
              try {
                Object answer = method.invoke(consumer, arguments);
                gotSome[0] |= answer instanceof ConsumerRecords<?, ?> some && !some.isEmpty();
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
