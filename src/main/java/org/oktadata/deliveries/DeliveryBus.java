package org.oktadata.deliveries;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** The client of the bus that findings go to: its region needn't be that of the event stream. */
@Configuration(proxyBeanMethods = false)
class DeliveryBus {

  @Bean
  @Lazy
  EventBridgeClient deliveryBusClient(DeliverySettings settings) {
    EventBridgeClientBuilder builder =
        EventBridgeClient.builder().region(Region.of(settings.eventBridge().region()));
    if (settings.eventBridge().endpoint() != null) {
      builder.endpointOverride(settings.eventBridge().endpoint());
    }
    return builder.build();
  }
}
