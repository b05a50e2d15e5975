package org.oktadata.events;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.eventbridge.EventbridgeConstants;
import org.apache.camel.component.aws2.eventbridge.EventbridgeOperations;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Requests to EventBridge about one integration's rule, and what its answers mean. */
@Component
public class StreamRule {

  /** The code with which EventBridge says that there is no such rule, target or bus. */
  static final String NOT_THERE = "ResourceNotFoundException";

  private static final String TARGET = "okta-data-integration";

  /** What belongs to one integration. */
  record Names(String bus, String rule, String queueArn) {}

  /** All events of the partner event source. */
  public void putRule(Exchange exchange) {
    Names names = names(exchange);
    request(
        exchange,
        EventbridgeOperations.putRule,
        PutRuleRequest.builder()
            .name(names.rule())
            .eventBusName(names.bus())
            .description("System Log events of Okta for Okta Data Integration")
            .eventPattern("{\"source\":[\"" + names.bus() + "\"]}")
            .state(RuleState.ENABLED)
            .build());
  }

  /** The queue is the rule's target. */
  public void putTargets(Exchange exchange) {
    Names names = names(exchange);
    Target target = Target.builder().id(TARGET).arn(names.queueArn()).build();
    request(
        exchange,
        EventbridgeOperations.putTargets,
        PutTargetsRequest.builder()
            .rule(names.rule())
            .eventBusName(names.bus())
            .targets(target)
            .build());
  }

  /** Asks whether the rule is there and enabled. */
  public void describeRule(Exchange exchange) {
    Names names = names(exchange);
    request(
        exchange,
        EventbridgeOperations.describeRule,
        DescribeRuleRequest.builder().name(names.rule()).eventBusName(names.bus()).build());
  }

  /** Asks where the rule leads. */
  public void listTargets(Exchange exchange) {
    Names names = names(exchange);
    request(
        exchange,
        EventbridgeOperations.listTargetsByRule,
        ListTargetsByRuleRequest.builder().rule(names.rule()).eventBusName(names.bus()).build());
  }

  /** Takes the queue from the rule, which can be deleted only without targets. */
  public void removeTargets(Exchange exchange) {
    Names names = names(exchange);
    request(
        exchange,
        EventbridgeOperations.removeTargets,
        RemoveTargetsRequest.builder()
            .rule(names.rule())
            .eventBusName(names.bus())
            .ids(TARGET)
            .build());
  }

  /** Deletes the rule; the queue stays. */
  public void deleteRule(Exchange exchange) {
    Names names = names(exchange);
    request(
        exchange,
        EventbridgeOperations.deleteRule,
        DeleteRuleRequest.builder().name(names.rule()).eventBusName(names.bus()).build());
  }

  /** Reports what EventBridge answered. */
  public void answered(Exchange exchange) {
    Object answer = exchange.getMessage().getBody();
    String queue = names(exchange).queueArn();
    String problem = null;
    if (answer instanceof PutTargetsResponse put && put.failedEntryCount() > 0) {
      problem = put.failedEntries().get(0).errorMessage();
    } else if (answer instanceof RemoveTargetsResponse gone && gone.failedEntryCount() > 0) {
      problem = gone.failedEntries().get(0).errorMessage();
    } else if (answer instanceof DescribeRuleResponse rule && rule.state() != RuleState.ENABLED) {
      problem = "The rule is " + rule.state() + ".";
    } else if (answer instanceof ListTargetsByRuleResponse targets
        && targets.targets().stream().noneMatch(target -> target.arn().equals(queue))) {
      problem = "The queue isn't a target of the rule.";
    }
    report(exchange, problem == null ? "SUCCESS" : "FAILURE", problem, null);
  }

  /** Reports why EventBridge, or the way to it, failed. */
  public void failed(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    AwsErrorDetails told =
        failure instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    if (told == null) {
      report(exchange, "FAILURE", failure.getMessage(), null);
    } else {
      String reason = told.errorCode() + ": " + told.errorMessage() + cure(exchange, told);
      report(exchange, "FAILURE", reason, told.errorCode());
    }
  }

  /** Nothing here makes a bus: it comes from associating Okta's event source. */
  private static String cure(Exchange exchange, AwsErrorDetails told) {
    if (!NOT_THERE.equals(told.errorCode())) {
      return "";
    }
    if (String.valueOf(told.errorMessage()).startsWith("Event bus")) {
      return " Associate Okta's event source with the bus "
          + names(exchange).bus()
          + " first (docs/event-streaming.md), and look at the region.";
    }
    return operation(exchange).equals(EventbridgeOperations.describeRule.name())
        ? " POST to this address makes it."
        : "";
  }

  private static String operation(Exchange exchange) {
    return exchange.getMessage().getHeader(EventbridgeConstants.OPERATION, String.class);
  }

  private static Names names(Exchange exchange) {
    return exchange.getVariable("names", Names.class);
  }

  private static void request(Exchange exchange, EventbridgeOperations operation, Object request) {
    exchange.getMessage().setHeader(EventbridgeConstants.OPERATION, operation);
    exchange.getMessage().setBody(request);
  }

  @SuppressWarnings("unchecked")
  private static void report(Exchange exchange, String status, String message, String errorCode) {
    List<EventStreaming.Step> steps = exchange.getVariable("steps", List.class);
    steps.add(new EventStreaming.Step(operation(exchange), status, message, errorCode));
  }
}
