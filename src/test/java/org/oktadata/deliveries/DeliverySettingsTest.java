package org.oktadata.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.deliveries.DeliverySettings.EventBridge;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DeliverySettingsTest {

  private static final String TOLD = "a bus is named, but enabled is false";

  @Test
  void aBusThatNobodyEnabledIsTold(CapturedOutput log) {
    assertThat(bus(false, "default")).isNotNull();
    assertThat(bus(true, "findings")).isNotNull();
    assertThat(log).doesNotContain(TOLD);
    assertThat(bus(false, "findings")).isNotNull();
    assertThat(log).contains(TOLD);
  }

  private static EventBridge bus(boolean enabled, String name) {
    return new EventBridge(enabled, name, "us-east-1", null, "okta.data.integration");
  }
}
