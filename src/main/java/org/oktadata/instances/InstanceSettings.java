package org.oktadata.instances;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * One instance of several that share a database.
 *
 * @param name what people read; the host's name where it is unset
 * @param integrations most integrations that it works on at the same time
 * @param lease how long an instance that says nothing keeps its work; then others take it over
 */
@ConfigurationProperties("okta.instance")
public record InstanceSettings(
    String name, @DefaultValue("50") int integrations, @DefaultValue("20s") Duration lease) {

  public InstanceSettings {
    name = StringUtils.hasText(name) ? name.strip() : host();
    if (integrations < 1) {
      throw new WrongSetting("integrations", "must be 1 or more, such as 50");
    }
    if (lease.toSeconds() < 5) {
      throw new WrongSetting("lease", "must be 5s or more, such as 20s");
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "instance";
    }
  }
}
