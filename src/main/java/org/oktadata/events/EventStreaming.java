package org.oktadata.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.oktadata.integrations.Integration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a person types into Okta to stream through EventBridge, and the rule that carries the events
 * on to the queue.
 */
@Component
public class EventStreaming {

  private final StreamingSettings.Sqs settings;
  private final ObjectProvider<ProducerTemplate> routes;
  private final JdbcClient database;

  EventStreaming(
      StreamingSettings settings, ObjectProvider<ProducerTemplate> routes, JdbcClient database) {
    this.settings = settings.sqs();
    this.routes = routes;
    this.database = database;
  }

  /** Values of Okta's form Reports, Log Streaming, Add Log Stream, AWS EventBridge. */
  public record Form(
      String name, String awsEventSourceName, String awsAccountId, String awsRegion) {}

  /**
   * One thing that was done or looked at.
   *
   * @param errorCode of EventBridge, which begins the message as well; null where it gave none
   */
  public record Step(String step, String status, String message, @JsonIgnore String errorCode) {}

  /**
   * @param status SUCCESS, FAILURE, or SKIPPED where no queue is configured
   * @param eventSource how EventBridge names the source, and the bus that belongs to it
   */
  public record Report(
      String status,
      Form okta,
      String eventSource,
      String rule,
      String queueArn,
      List<Step> steps) {}

  /** Makes the rule and its target, or repairs them: from now on they are to bring events. */
  public Report setUp(Integration integration) {
    Report report = run("set-up-event-rule", integration);
    if (report.status().equals("SUCCESS")) {
      database
          .sql("delete from store.stream_end where integration = ?")
          .param(integration.name())
          .update();
    }
    return report;
  }

  /** Looks at the rule and its target. */
  public Report look(Integration integration) {
    return run("look-at-event-rule", integration);
  }

  /**
   * Removes the rule and its target; the queue stays. Whether they were there or not, the stream is
   * given up: that it brings nothing is no gap.
   */
  public Report remove(Integration integration) {
    Report report = run("remove-event-rule", integration);
    if (report.steps().stream().noneMatch(EventStreaming::leavesSomething)) {
      giveUp(integration.name());
    }
    return report;
  }

  private static boolean leavesSomething(Step step) {
    return step.status().equals("FAILURE") && !StreamRule.NOT_THERE.equals(step.errorCode());
  }

  private void giveUp(String integration) {
    database
        .sql(
            """
            with given_up as (
              insert into store.stream_end (integration) values (:name)
              on conflict (integration) do update set at = now()
            )
            delete from store.stream where integration = :name and received_via in ('sqs', 'eventbridge')""")
        .param("name", integration)
        .update();
  }

  private Report run(String route, Integration integration) {
    if (settings.queueUrl() == null) {
      return report("SKIPPED", integration, null, List.of(missing("queue-url", "a queue")));
    }
    QueueAddress queue = QueueAddress.of(settings);
    if (queue.region() == null) {
      return report("SKIPPED", integration, null, List.of(missing("region", "its region")));
    }
    StreamRule.Names names = names(integration, queue);
    List<Step> steps = new ArrayList<>();
    routes
        .getObject()
        .request(
            "direct:" + route,
            exchange -> {
              exchange.setVariable("names", names);
              exchange.setVariable("steps", steps);
            });
    boolean failed = steps.stream().anyMatch(step -> step.status().equals("FAILURE"));
    return report(failed ? "FAILURE" : "SUCCESS", integration, queue, steps);
  }

  private static Report report(
      String status, Integration integration, QueueAddress queue, List<Step> steps) {
    Form form =
        new Form(
            integration.displayName(),
            integration.name(),
            queue == null ? null : queue.account(),
            queue == null ? null : queue.region());
    StreamRule.Names names = names(integration, queue);
    return new Report(status, form, names.bus(), names.rule(), names.queueArn(), steps);
  }

  private static StreamRule.Names names(Integration integration, QueueAddress queue) {
    String subdomain = integration.issuer().getHost().split("\\.")[0];
    return new StreamRule.Names(
        "aws.partner/okta.com/" + subdomain + "/" + integration.name(),
        "okta-data-integration-" + integration.name(),
        queue == null ? null : queue.arn());
  }

  private static Step missing(String key, String what) {
    String cure = "Set okta.streaming.sqs." + key + " to name " + what + ".";
    return new Step("queue", "SKIPPED", cure, null);
  }
}
