package org.oktadata.integrations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * What is set directly under {@code okta}.
 *
 * @param home folder (as text, because Spring looks for a Path on the classpath first) that holds
 *     routes/, checks/, detections/ and data/
 * @param collectOnStart collects every integration once the application has started
 * @param dataKey keys that seal credentials, base64 of 32 bytes each, the sealing one first; null
 *     takes the key file in data/
 * @param integrations the integrations that configuration owns
 * @param checks folders of checks
 * @param detections folders of rules
 */
@ConfigurationProperties("okta")
public record OktaSettings(
    @DefaultValue(".") String home,
    @DefaultValue("false") boolean collectOnStart,
    String dataKey,
    @DefaultValue List<IntegrationSettings> integrations,
    @DefaultValue("file:checks/") List<String> checks,
    @DefaultValue("file:detections/") List<String> detections) {

  public OktaSettings {
    dataKey = StringUtils.hasText(dataKey) ? dataKey.strip() : null;
    if (dataKey != null) {
      DataKey.parse(dataKey);
    }
    List<IntegrationSettings> named = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < integrations.size(); i++) {
      IntegrationSettings each = integrations.get(i);
      if (each == null || each.isUnset()) {
        continue; // Compose files pass every variable on, set or not.
      }
      String place = "integrations[" + i + "]";
      try {
        each.check();
      } catch (WrongSetting wrong) {
        throw wrong.in(place);
      }
      if (!names.add(each.name())) {
        throw new WrongSetting(place + ".name", "is used twice; give each integration its own");
      }
      named.add(each);
    }
    integrations = List.copyOf(named);
    checks = List.copyOf(checks);
    detections = List.copyOf(detections);
  }

  /** A folder of the home, such as {@code routes}. */
  public Path folder(String name) {
    return Path.of(home, name);
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "OktaSettings[home=" + home + ", integrations=" + integrations + "]";
  }
}
