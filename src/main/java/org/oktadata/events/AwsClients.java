package org.oktadata.events;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Made when a route needs them. Credentials come from AWS's default chain. */
@Configuration(proxyBeanMethods = false)
class AwsClients {

  @Bean
  @Lazy
  SqsClient sqsClient(StreamingSettings settings) {
    QueueAddress queue = QueueAddress.of(settings.sqs());
    URI endpoint = settings.sqs().endpoint();
    if (endpoint == null && !queue.isAws()) {
      endpoint = queue.url().resolve("/");
    }
    return build(SqsClient.builder(), queue.region(), endpoint);
  }

  @Bean
  @Lazy
  EventBridgeClient eventBridgeClient(StreamingSettings settings) {
    boolean hasQueue = settings.sqs().queueUrl() != null;
    String region = hasQueue ? QueueAddress.of(settings.sqs()).region() : null;
    return build(
        EventBridgeClient.builder(),
        // A client is made with its component, also where no queue is set; then any region does.
        region == null ? "us-east-1" : region,
        settings.eventbridge().endpoint());
  }

  private static <B extends AwsClientBuilder<B, C>, C> C build(
      B builder, String region, URI endpoint) {
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }
}
