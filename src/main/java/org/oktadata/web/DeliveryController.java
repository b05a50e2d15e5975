package org.oktadata.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.deliveries.Deliveries;
import org.oktadata.deliveries.DeliveryLog;
import org.oktadata.integrations.WrongSetting;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What nobody was told of yet, and having that told after all. */
@RestController
class DeliveryController {

  private final DeliveryLog deliveries;
  private final Deliveries told;
  private final Audit audit;

  DeliveryController(DeliveryLog deliveries, Deliveries told, Audit audit) {
    this.told = told;
    this.deliveries = deliveries;
    this.audit = audit;
  }

  record Retry(String channel) {}

  /** The newest first. */
  @GetMapping("/api/deliveries")
  List<DeliveryLog.Undelivered> newest(
      @RequestParam(defaultValue = "failed") String state,
      @RequestParam(required = false) String channel,
      @RequestParam(defaultValue = "100") int limit) {
    if (!DeliveryLog.STATES.contains(state)) {
      throw new WrongSetting("state", "must be of " + String.join(", ", DeliveryLog.STATES) + ".");
    }
    known(channel);
    return deliveries.newest(state, channel, Math.max(1, Math.min(limit, 1_000)));
  }

  /** What a channel was given up for is tried once more. */
  @PostMapping("/api/deliveries/retry")
  @Transactional
  public Map<String, Integer> retry(@RequestBody Retry wanted) {
    if (!StringUtils.hasText(wanted.channel())) {
      throw new WrongSetting("channel", "is missing: it says whose deliveries are tried again.");
    }
    known(wanted.channel());
    int again = deliveries.tryAgain(wanted.channel());
    audit.write("delivery.retry", wanted.channel(), again + " given up before");
    return Map.of("again", again);
  }

  /** Also one that is switched off by now, while something waits for it. */
  private void known(String channel) {
    Set<String> channels = new TreeSet<>(told.known());
    channels.addAll(deliveries.channels());
    if (channel != null && !channels.contains(channel)) {
      throw new WrongSetting(
          "channel",
          channels.isEmpty()
              ? "names none, since no channel is set."
              : "must be of " + String.join(", ", channels) + ".");
    }
  }
}
