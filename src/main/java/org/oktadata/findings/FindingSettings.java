package org.oktadata.findings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.oktadata.integrations.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * With which values the rules run.
 *
 * <p>Names are compared without dashes and case, and as a whole: an environment variable has
 * neither, and doesn't tell where a rule's id ends, so {@code
 * OKTA_CHECKSETTINGS_USER_INACTIVE_DAYS} is bound as {@code inactive.days} of {@code user}. Of
 * several the first one counts, since values are bound in the order of their sources.
 *
 * @param checkSettings values by rule and setting; {@code enabled: false} switches a rule off,
 *     {@code enabled: true} lets a hunt run on every event
 * @param findingsPerCheck most that a check may find in an integration
 */
@ConfigurationProperties("okta")
record FindingSettings(
    @DefaultValue Map<String, Map<String, String>> checkSettings,
    @DefaultValue("" + FINDINGS_PER_CHECK) int findingsPerCheck) {

  /** A million people of whom each fifth fails; of a mistake that finds everything it is less. */
  static final int FINDINGS_PER_CHECK = 200_000;

  /** With none allowed every check would be told as invalid, as if its SQL were wrong. */
  FindingSettings {
    if (findingsPerCheck < 1) {
      throw new WrongSetting("findings-per-check", "must be 1 or more, such as 200000");
    }
  }

  private static final String ENABLED = "enabled";
  private static final Pattern MARKS = Pattern.compile("[^a-z0-9]+");

  private record Configured(String key, String value) {

    String plain() {
      return FindingSettings.plain(key);
    }
  }

  /**
   * What is configured for a rule's setting, or null; an empty text only where nothing else is
   * there.
   */
  String value(String rule, String setting) {
    String wanted = plain(rule + setting);
    List<String> values =
        configured().filter(each -> each.plain().equals(wanted)).map(Configured::value).toList();
    return values.stream()
        .filter(StringUtils::hasLength)
        .findFirst()
        .orElse(values.isEmpty() ? null : values.get(0));
  }

  /** One sentence for each configured value that none of the rules reads. */
  List<String> unread(Collection<Rule> rules) {
    return configured()
        .filter(each -> StringUtils.hasLength(each.value()))
        .filter(each -> rules.stream().noneMatch(rule -> reads(rule, each.plain())))
        .map(each -> unread(each, rules))
        .toList();
  }

  private static String unread(Configured value, Collection<Rule> rules) {
    return rules.stream()
        .filter(rule -> value.plain().startsWith(plain(rule.id())))
        .max(Comparator.comparing(rule -> rule.id().length()))
        .map(
            rule ->
                "okta.check-settings.%s: rule %s has no such setting; it has %s"
                    .formatted(
                        value.key(),
                        rule.id(),
                        String.join(", ", settings(rule).sorted().toList())))
        .orElseGet(
            () -> "okta.check-settings.%s: no rule of that id was read".formatted(value.key()));
  }

  private static boolean reads(Rule rule, String plain) {
    return settings(rule).anyMatch(setting -> plain(rule.id() + setting).equals(plain));
  }

  private static Stream<String> settings(Rule rule) {
    return Stream.concat(rule.settings().keySet().stream(), Stream.of(ENABLED));
  }

  private Stream<Configured> configured() {
    return checkSettings.entrySet().stream()
        .flatMap(
            group ->
                group.getValue().entrySet().stream()
                    .map(
                        each ->
                            new Configured(group.getKey() + "." + each.getKey(), each.getValue())));
  }

  private static String plain(String key) {
    return MARKS.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  boolean disabled(Rule rule) {
    return "false".equals(value(rule.id(), ENABLED));
  }

  /** Why a rule that is switched off doesn't run. */
  String reasonOff(Rule rule) {
    return "Switched off by okta.check-settings.%s.enabled".formatted(rule.id());
  }

  boolean enabled(Rule rule) {
    return "true".equals(value(rule.id(), ENABLED));
  }
}
