package org.oktadata.integrations;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often an integration is collected. 0 turns that schedule off; collecting by hand still works.
 *
 * @param full everything
 * @param delta what changed by its timestamp, and what events touched
 * @param log the System Log, from where it was left
 * @param verify a sample of everything, compared with what is stored
 */
@ConfigurationProperties("okta.schedule")
public record ScheduleSettings(
    @DefaultValue("24h") Duration full,
    @DefaultValue("1h") Duration delta,
    @DefaultValue("1m") Duration log,
    @DefaultValue("24h") Duration verify) {

  public ScheduleSettings {
    DurationRule.check("full", full);
    DurationRule.check("delta", delta);
    DurationRule.check("log", log);
    DurationRule.check("verify", verify);
  }
}
