package org.oktadata.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Who may use the console beside the administrator of {@code spring.security.user}, and how long.
 *
 * @param longestSession after which one signs in again, however busy the session is
 * @param viewer an account that reads and changes nothing; without a name there is none
 * @param viewers further ones, such as one for each program, so that each can be taken away alone
 * @param oidc what groups of an OIDC provider may do
 */
@ConfigurationProperties("okta.console")
record ConsoleSettings(
    @DefaultValue("12h") Duration longestSession,
    @DefaultValue Viewer viewer,
    @DefaultValue List<Viewer> viewers,
    @DefaultValue Oidc oidc) {

  ConsoleSettings {
    if (longestSession.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new WrongSetting(
          "longest-session", "must be at least a minute, with a unit, such as 12h");
    }
    for (int i = 0; i < viewers.size(); i++) {
      if (!viewers.get(i).exists()) {
        throw new WrongSetting("viewers[" + i + "].name", "is missing; a viewer needs one");
      }
      String name = viewers.get(i).name();
      if (name.equals(viewer.name())
          || viewers.stream().limit(i).anyMatch(other -> name.equals(other.name()))) {
        throw new WrongSetting(
            "viewers[" + i + "].name", "is there twice; each viewer has a name of its own");
      }
    }
  }

  /** All accounts that only read. */
  List<Viewer> allViewers() {
    return Stream.concat(Stream.of(viewer), viewers.stream()).filter(Viewer::exists).toList();
  }

  /**
   * @param password as it is, or encoded with its kind before it: <code>{bcrypt}…</code>
   */
  record Viewer(String name, String password) {

    Viewer {
      if (StringUtils.hasText(name) && !StringUtils.hasText(password)) {
        throw new WrongSetting("viewer.password", "is missing; a viewer needs one");
      }
    }

    boolean exists() {
      return StringUtils.hasText(name);
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return "Viewer[" + name + "]";
    }
  }

  /**
   * @param groupsClaim claim of the ID token that lists a person's groups
   * @param adminGroups groups whose people may change things
   * @param viewerGroups groups whose people may read
   */
  record Oidc(
      @DefaultValue("groups") String groupsClaim,
      @DefaultValue List<String> adminGroups,
      @DefaultValue List<String> viewerGroups) {}
}
