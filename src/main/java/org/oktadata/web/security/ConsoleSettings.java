package org.oktadata.web.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.oktadata.integrations.WrongConfiguration;
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
 * @param analysts accounts that read, and decide about findings and exclusions
 * @param oidc what groups of an OIDC provider may do
 */
@ConfigurationProperties("okta.console")
record ConsoleSettings(
    @DefaultValue("12h") Duration longestSession,
    @DefaultValue Account viewer,
    @DefaultValue List<Account> viewers,
    @DefaultValue List<Account> analysts,
    @DefaultValue Oidc oidc) {

  ConsoleSettings {
    if (longestSession.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new WrongSetting(
          "longest-session", "must be at least a minute, with a unit, such as 12h");
    }
    Set<String> names = new HashSet<>();
    if (viewer.exists()) {
      add("viewer", viewer, names);
    } else if (StringUtils.hasText(viewer.password())) {
      throw new WrongSetting("viewer.name", "is missing; its password alone makes no account");
    }
    addEach("viewers", "a viewer", viewers, names);
    addEach("analysts", "an analyst", analysts, names);
  }

  private static void addEach(
      String key, String each, List<Account> accounts, Set<String> namesSoFar) {
    for (int i = 0; i < accounts.size(); i++) {
      String place = key + "[" + i + "]";
      if (!accounts.get(i).exists()) {
        throw new WrongSetting(place + ".name", "is missing; " + each + " needs one");
      }
      add(place, accounts.get(i), namesSoFar);
    }
  }

  /** Accounts are found whatever the case of their names. */
  private static void add(String place, Account account, Set<String> namesSoFar) {
    if (!StringUtils.hasText(account.password())) {
      throw new WrongSetting(place + ".password", "is missing; an account needs one");
    }
    if (!namesSoFar.add(account.name().toLowerCase(Locale.ROOT))) {
      throw new WrongSetting(place + ".name", "is there twice; each account has a name of its own");
    }
  }

  /** Refuses an account that is called as the administrator is. */
  void checkBeside(String administrator) {
    List<Account> all = new ArrayList<>(allViewers());
    all.addAll(analysts);
    if (all.stream().anyMatch(account -> account.name().equalsIgnoreCase(administrator))) {
      throw new WrongConfiguration(
          "okta.console: an account that reads or analyses has the name of the administrator, which spring.security.user.name sets; give it another");
    }
  }

  /** All accounts that only read. */
  List<Account> allViewers() {
    return Stream.concat(Stream.of(viewer), viewers.stream()).filter(Account::exists).toList();
  }

  /**
   * @param password as it is, or encoded with its kind before it: <code>{bcrypt}…</code>
   */
  record Account(String name, String password) {

    boolean exists() {
      return StringUtils.hasText(name);
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return "Account[" + name + "]";
    }
  }

  /**
   * @param groupsClaim claim of the ID token that lists a person's groups
   * @param adminGroups groups whose people may change things
   * @param analystGroups groups whose people may read, and decide about findings
   * @param viewerGroups groups whose people may read
   */
  record Oidc(
      @DefaultValue("groups") String groupsClaim,
      @DefaultValue List<String> adminGroups,
      @DefaultValue List<String> analystGroups,
      @DefaultValue List<String> viewerGroups) {}
}
