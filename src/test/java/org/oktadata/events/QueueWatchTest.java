package org.oktadata.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.oktadata.web.StartedApplication;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class QueueWatchTest extends StartedApplication {

  private static final String TOLD = "no integration of that name is connected";

  @Autowired private IntakeKeys connected;

  @Test
  void anOwnerOfTheQueueThatIsNobodyIsTold(CapturedOutput log) {
    start("configured");
    assertThat(log).doesNotContain(TOLD);
    start("confgured");
    assertThat(log).contains("okta.streaming.sqs.integration is confgured, but " + TOLD);
  }

  private void start(String owner) {
    Map<String, String> keys =
        Map.of(
            "okta.streaming.sqs.queue-url",
            "https://sqs.us-east-1.amazonaws.com/123456789012/okta-events",
            "okta.streaming.sqs.integration",
            owner);
    StreamingSettings settings =
        new Binder(new MapConfigurationPropertySource(keys))
            .bindOrCreate("okta.streaming", Bindable.of(StreamingSettings.class));
    new QueueWatch(settings, connected).sayWhetherItIsOn();
  }
}
