package org.oktadata.integrations;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * How long data is kept. A plain number counts days; 0 keeps for ever.
 *
 * @param events System Log events, by the time Okta published them
 * @param history earlier versions of documents, and documents that were deleted
 * @param runs the ledger of finished runs
 * @param quarantine what could not be taken in
 * @param resolvedFindings findings that no longer hold
 * @param audit who signed in, in vain too, and what people changed
 */
@ConfigurationProperties("okta.retention")
public record RetentionSettings(
    @DefaultValue("365d") @DurationUnit(ChronoUnit.DAYS) Duration events,
    @DefaultValue("365d") @DurationUnit(ChronoUnit.DAYS) Duration history,
    @DefaultValue("90d") @DurationUnit(ChronoUnit.DAYS) Duration runs,
    @DefaultValue("30d") @DurationUnit(ChronoUnit.DAYS) Duration quarantine,
    @DefaultValue("365d") @DurationUnit(ChronoUnit.DAYS) Duration resolvedFindings,
    @DefaultValue("365d") @DurationUnit(ChronoUnit.DAYS) Duration audit) {

  public RetentionSettings {
    DurationRule.check("events", events);
    DurationRule.check("history", history);
    DurationRule.check("runs", runs);
    DurationRule.check("quarantine", quarantine);
    DurationRule.check("resolved-findings", resolvedFindings);
    DurationRule.check("audit", audit);
  }
}
