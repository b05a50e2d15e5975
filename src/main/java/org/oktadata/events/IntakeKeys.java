package org.oktadata.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.oktadata.digest.Sha256;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.IntegrationChanged;
import org.oktadata.integrations.Integrations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Who is connected and by which key their streams come in. Read again after a change, and every few
 * seconds, because another instance may have changed it; strangers' names cost no look-up.
 */
@Component
class IntakeKeys {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();
  private static final byte[] NONE = {};

  private record Known(Map<String, byte[]> keys, long at) {}

  /** A sender that wasn't given the new key, or somebody who guesses. */
  static final String WRONG = "okta.intake.wrong.keys";

  private final Integrations integrations;
  private final MeterRegistry meters;
  private volatile Known known;
  private volatile Set<String> names = Set.of();
  private volatile long namesAt = System.nanoTime() - FRESH - 1;

  IntakeKeys(Integrations integrations, MeterRegistry meters) {
    this.integrations = integrations;
    this.meters = meters;
  }

  /** How often a wrong key came; of an open intake from its start, or the first wouldn't count. */
  Counter wrong(String integration) {
    return meters.counter(WRONG, "integration", integration);
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    try {
      keys();
    } catch (DataAccessException databaseIsAway) {
      // Whoever comes next reads them.
    }
  }

  /** Whether such an integration is connected. */
  boolean isConnected(String integration) {
    return integration != null && names().contains(integration);
  }

  /**
   * While the database is away those of before: what is pushed waits where it is stored, and not
   * here, message by message. Keys are never taken from before.
   */
  private Set<String> names() {
    if (System.nanoTime() - namesAt > FRESH) {
      try {
        names = Set.copyOf(keys().keySet());
      } catch (DataAccessException e) {
        if (names.isEmpty()) {
          throw e;
        }
      }
      namesAt = System.nanoTime();
    }
    return names;
  }

  /** Whether it takes in anything over HTTP. */
  boolean isOpen(String integration) {
    return keys().getOrDefault(integration, NONE).length > 0;
  }

  /** Whether that is its key, in a time that tells nothing about the right one. */
  boolean opens(String integration, String authorization) {
    byte[] right = keys().getOrDefault(integration, NONE);
    byte[] given = Sha256.of(authorization == null ? "" : authorization);
    return MessageDigest.isEqual(right, given);
  }

  @EventListener
  void changed(IntegrationChanged change) {
    known = null;
    namesAt = System.nanoTime() - FRESH - 1;
  }

  private Map<String, byte[]> keys() {
    Known last = known;
    if (last == null || System.nanoTime() - last.at() > FRESH) {
      last = new Known(read(), System.nanoTime());
      known = last;
    }
    return last.keys();
  }

  private Map<String, byte[]> read() {
    Map<String, byte[]> keys = new HashMap<>();
    for (Integration each : integrations.all()) {
      String key = each.credentials() == null ? null : each.credentials().intakeKey();
      keys.put(each.name(), StringUtils.hasText(key) ? Sha256.of(key) : NONE);
      if (StringUtils.hasText(key)) {
        wrong(each.name());
      }
    }
    return keys;
  }
}
