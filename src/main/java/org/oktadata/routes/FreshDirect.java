package org.oktadata.routes;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.StringHelper;

/**
 * Camel's {@code direct}, whose senders look for the route anew at each call. Camel's own keep it,
 * and after an exchange one thread renews it while others, who already believe it to be new, call
 * the route that was taken out: "SendProcessor has not been started", and a list fails.
 */
class FreshDirect extends DirectComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters)
      throws Exception {
    DirectEndpoint endpoint =
        new DirectEndpoint(uri, this) {
          @Override
          public Producer createProducer() {
            return new Sender(this);
          }
        };
    endpoint.setBlock(isBlock());
    endpoint.setTimeout(getTimeout());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private final class Sender extends DefaultAsyncProducer {

    private final DirectEndpoint endpoint;

    /** What its route is kept under: the address without options. */
    private final String key;

    private Sender(DirectEndpoint endpoint) {
      super(endpoint);
      this.endpoint = endpoint;
      String uri = endpoint.getEndpointUri();
      this.key = StringHelper.before(uri, "?", uri);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      try {
        DirectConsumer route = getConsumer(key, endpoint.isBlock(), endpoint.getTimeout());
        if (route != null) {
          return route.getAsyncProcessor().process(exchange, callback);
        }
        if (endpoint.isFailIfNoConsumers()) {
          exchange.setException(
              new DirectConsumerNotAvailableException(
                  "No consumers available on endpoint: " + endpoint, exchange));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        exchange.setException(e);
      }
      callback.done(true);
      return true;
    }
  }
}
