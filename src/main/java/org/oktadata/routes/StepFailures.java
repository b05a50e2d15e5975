package org.oktadata.routes;

import java.nio.file.Path;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.oktadata.okta.FailedStep;

/** Notes at which step of a route an exchange failed, whichever route handles that. */
final class StepFailures implements InterceptStrategy {

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    String place = place(step);
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        return super.process(
            exchange,
            synchronously -> {
              FailedStep.note(exchange, place);
              callback.done(synchronously);
            });
      }
    };
  }

  /**
   * Such as "step 'write-it' of own.camel.yaml". The line of a step without an id of its own is
   * Camel's, which is the one before where the step is written on one line.
   */
  private static String place(NamedNode step) {
    String file = step.getLocation() == null ? "a route" : file(step.getLocation());
    boolean named =
        step instanceof OptionalIdentifiedDefinition<?> definition
            && definition.hasCustomIdAssigned();
    return named || step.getLocation() == null
        ? "step '%s' of %s".formatted(step.getId(), file)
        : "step '%s' of %s, about line %d"
            .formatted(step.getShortName(), file, step.getLineNumber());
  }

  private static String file(String location) {
    return Path.of(location.replaceFirst("^\\w+:", "")).getFileName().toString();
  }
}
