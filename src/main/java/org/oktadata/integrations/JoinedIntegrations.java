package org.oktadata.integrations;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Puts integrations of variables and of the file together. Spring takes a list from one source as a
 * whole, so that one integration in a variable would make those of the file disappear. A variable's
 * is the file's of the same name or, where it says no name, of the same place; what it sets counts,
 * such as a secret. Of several files the list of the most particular one counts, as it is with
 * Spring.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class JoinedIntegrations implements EnvironmentPostProcessor {

  static final String SOURCE = "integrations of variables and file";

  private static final ConfigurationPropertyName LIST =
      ConfigurationPropertyName.of("okta.integrations");

  private static final Pattern PLACE = Pattern.compile("okta\\.integrations\\[\\d+]");

  private static final Set<String> GIVEN_AT_THE_START =
      Set.of(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, "spring.application.json");

  /** What one source says of an integration: its properties, by their names below it. */
  private record Member(int place, Map<String, ConfigurationProperty> properties) {

    /** A list is replaced as a whole. */
    void take(Member other) {
      properties
          .keySet()
          .removeIf(own -> other.properties.keySet().stream().anyMatch(key -> same(own, key)));
      properties.putAll(other.properties);
    }

    private static boolean same(String own, String key) {
      return own.replaceFirst("\\[.*", "").equals(key.replaceFirst("\\[.*", ""));
    }

    String name(Environment environment) {
      ConfigurationProperty name = properties.get("name");
      return name == null ? "" : environment.resolvePlaceholders(name.getValue().toString());
    }
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    List<List<Member>> variables = new ArrayList<>();
    List<Member> file = List.of();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      List<Member> members = members(source);
      if (!members.isEmpty() && isOfVariables(source)) {
        variables.add(0, members);
      } else if (file.isEmpty()) {
        file = members;
      }
    }
    if (!variables.isEmpty()
        && (variables.size() > 1 || !file.isEmpty() || leavesOne(variables.get(0)))) {
      List<Member> joined = new ArrayList<>(file);
      variables.forEach(members -> join(joined, members, environment));
      environment.getPropertySources().addFirst(source(joined));
    }
  }

  /** Spring reads a list up to the first place that is left out, and calls the rest wrong. */
  private static boolean leavesOne(List<Member> members) {
    return members.get(members.size() - 1).place() >= members.size();
  }

  private static boolean isOfVariables(ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof PropertySource<?> underlying
        && (underlying instanceof SystemEnvironmentPropertySource
            || underlying instanceof CommandLinePropertySource<?>
            || GIVEN_AT_THE_START.contains(underlying.getName()));
  }

  /** What a source says of each integration, in the order of their places. */
  private static List<Member> members(ConfigurationPropertySource source) {
    List<Member> members = new ArrayList<>();
    if (source instanceof IterableConfigurationPropertySource names) {
      Set<Integer> places = new TreeSet<>();
      int at = LIST.getNumberOfElements();
      names.stream()
          .filter(name -> LIST.isAncestorOf(name) && name.isNumericIndex(at))
          .map(name -> name.getElement(at, Form.ORIGINAL))
          .filter(place -> place.length() < 5)
          .forEach(place -> places.add(Integer.valueOf(place)));
      places.forEach(place -> members.add(member(source, place)));
    }
    members.removeIf(member -> member.properties().isEmpty());
    return members;
  }

  /** Asks for each key by its name, since variables spell it in several ways. */
  private static Member member(ConfigurationPropertySource source, int place) {
    Map<String, ConfigurationProperty> properties = new LinkedHashMap<>();
    for (RecordComponent component : IntegrationSettings.class.getRecordComponents()) {
      String key = DataObjectPropertyName.toDashedForm(component.getName());
      if (!add(source, place, key, properties)) {
        int item = 0;
        while (add(source, place, key + "[" + item + "]", properties)) {
          item++;
        }
      }
    }
    return new Member(place, properties);
  }

  private static boolean add(
      ConfigurationPropertySource source,
      int place,
      String key,
      Map<String, ConfigurationProperty> properties) {
    ConfigurationProperty found = source.getConfigurationProperty(name(place, key));
    if (found != null) {
      properties.put(key, found);
    }
    return found != null;
  }

  private static void join(List<Member> joined, List<Member> members, Environment environment) {
    List<Member> before = List.copyOf(joined);
    for (Member member : members) {
      String name = member.name(environment);
      before.stream()
          .filter(
              each ->
                  name.isEmpty()
                      ? each.place() == member.place()
                      : each.name(environment).equals(name))
          .findFirst()
          .ifPresentOrElse(same -> same.take(member), () -> joined.add(member));
    }
  }

  private static PropertySource<?> source(List<Member> joined) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int place = 0; place < joined.size(); place++) {
      for (Map.Entry<String, ConfigurationProperty> each :
          joined.get(place).properties().entrySet()) {
        values.put(
            name(place, each.getKey()).toString(),
            OriginTrackedValue.of(each.getValue().getValue(), each.getValue().getOrigin()));
      }
    }
    return new OriginTrackedMapPropertySource(SOURCE, values);
  }

  /** Whether a name is one of the list's, and the list is put together somewhere else. */
  static boolean replaces(
      ConfigurableEnvironment environment,
      ConfigurationPropertySource source,
      ConfigurationPropertyName name) {
    PropertySource<?> joined = environment.getPropertySources().get(SOURCE);
    return joined != null && joined != source.getUnderlyingSource() && LIST.isAncestorOf(name);
  }

  /** Files whose list doesn't count, because another's does; where there are any, in a sentence. */
  static Optional<String> unread(ConfigurableEnvironment environment) {
    List<String> files = new ArrayList<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      List<Member> members = members(source);
      if (!members.isEmpty()
          && !isOfVariables(source)
          && source.getUnderlyingSource() instanceof PropertySource<?> file
          && !file.getName().equals(SOURCE)) {
        files.add(file.getName());
      }
    }
    return files.size() < 2
        ? Optional.empty()
        : Optional.of(
            "okta.integrations is in several files; only the list of %s counts, not that of %s"
                .formatted(files.get(0), String.join(", ", files.subList(1, files.size()))));
  }

  /** A mistake in the list with where it was written, since its places aren't those of a source. */
  static String withOrigin(ConfigurableEnvironment environment, String mistake) {
    Matcher place = PLACE.matcher(mistake);
    if (place.lookingAt()
        && environment.getPropertySources().get(SOURCE)
            instanceof OriginTrackedMapPropertySource joined) {
      return Stream.of(joined.getPropertyNames())
          .filter(name -> name.startsWith(place.group()))
          .map(joined::getOrigin)
          .filter(Objects::nonNull)
          .findFirst()
          .map(origin -> "%s (%s)".formatted(mistake, origin))
          .orElse(mistake);
    }
    return mistake;
  }

  private static ConfigurationPropertyName name(int place, String key) {
    return ConfigurationPropertyName.of(LIST + "[" + place + "]." + key);
  }
}
