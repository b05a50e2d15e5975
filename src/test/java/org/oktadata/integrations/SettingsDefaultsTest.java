package org.oktadata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.oktadata.instances.InstanceSettings;
import org.oktadata.okta.DpopMode;
import org.oktadata.store.ReaderSettings;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.yaml.snakeyaml.Yaml;

/**
 * The configuration file that comes with the application says what the settings records say: every
 * key, with its default or, where it has none, in a comment.
 */
class SettingsDefaultsTest {

  private static final String KEY = DataKey.generate();
  private static final Path FILE = Path.of("src", "main", "resources", "application.yaml");
  private static final Pattern IN_ROUTES =
      Pattern.compile("\\{\\{(okta\\.[a-z.-]+)(?::([^}]*))?}}");

  /** The example of an integration begins with its name; the text of each line is behind a #. */
  private static final Pattern EXAMPLE = Pattern.compile("(?m)(^  #   [- ] .*\n)+");

  private static PropertySource<?> file;

  @BeforeAll
  static void readTheFile() throws IOException {
    file = new YamlPropertySourceLoader().load("file", new FileSystemResource(FILE)).get(0);
  }

  static List<Class<?>> settings() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    List<Class<?>> found = new ArrayList<>();
    for (BeanDefinition each : scanner.findCandidateComponents("org.oktadata")) {
      found.add(Class.forName(each.getBeanClassName()));
    }
    assertThat(found).contains(OktaSettings.class, ScheduleSettings.class);
    return found;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theFileHasTheDefaultsOfTheRecord(Class<?> settings) {
    assertThat(fromFile(settings)).isEqualTo(bind(prefix(settings), settings, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theFileHasEveryKeyOfTheRecord(Class<?> settings) throws IOException {
    String text = Files.readString(FILE);
    keys(settings, prefix(settings))
        .forEach(
            (key, hasDefault) ->
                assertThat(inFile(key) || !hasDefault && isInComment(key, text)).as(key).isTrue());
  }

  @Test
  void theFileHasNoKeyThatNobodyReads() throws ClassNotFoundException {
    Set<String> known = known();
    assertThat(Stream.of(((EnumerablePropertySource<?>) file).getPropertyNames()))
        .filteredOn(name -> name.startsWith("okta."))
        .allSatisfy(name -> assertThat(known).contains(name.replaceAll("\\[\\d+]$", "")));
  }

  private static Set<String> known() throws ClassNotFoundException {
    Set<String> known = new TreeSet<>();
    for (Class<?> each : settings()) {
      known.addAll(keys(each, prefix(each)).keySet());
    }
    return known;
  }

  @Test
  void routesNameKeysThatExistAndFallBackOnTheSameDefaults() throws Exception {
    Set<String> fallBack = new TreeSet<>();
    try (Stream<Path> routes = Files.list(Path.of("routes"))) {
      for (Path route : routes.toList()) {
        for (Matcher key = IN_ROUTES.matcher(Files.readString(route)); key.find(); ) {
          assertThat(known()).as("%s in %s", key.group(), route).contains(key.group(1));
          Object own = file.getProperty(key.group(1));
          if (own != null && key.group(2) != null) {
            assertThat(key.group(2)).as("%s in %s", key.group(), route).isEqualTo(own.toString());
            fallBack.add(key.group(1));
          }
        }
      }
    }
    assertThat(fallBack).isNotEmpty();
  }

  @Test
  void theExampleOfAnIntegrationHasEveryKeyAndItsDefault() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(FILE));
    assertThat(example.find()).isTrue();
    Map<String, Object> keys =
        new Yaml()
            .<List<Map<String, Object>>>load(example.group().replaceAll("(?m)^  # {3}", ""))
            .get(0);
    assertThat(keys.keySet()).isEqualTo(dashed(IntegrationSettings.class));
    Map<String, String> set = new HashMap<>();
    keys.forEach((key, value) -> set.put("i." + key, value.toString()));
    assertThat(bind("i", IntegrationSettings.class, set).options())
        .isEqualTo(bind("i", IntegrationSettings.class, Map.of()).options());
  }

  @Test
  void namesThatNobodySetAreTheHostsAndTheKeys() {
    assertThat(bind("okta.instance", InstanceSettings.class, Map.of()).name()).isNotBlank();
    assertThat(bind("i", IntegrationSettings.class, Map.of("i.name", "acme")).displayName())
        .isEqualTo("acme");
  }

  @Test
  void valuesOfEveryShapeAreRead() {
    assertThat(
            bind(
                "okta",
                OktaSettings.class,
                Map.of(
                    "okta.home",
                    "/h",
                    "okta.collect-on-start",
                    "true",
                    "okta.data-key",
                    KEY,
                    "okta.checks",
                    "file:a/",
                    "okta.detections",
                    "file:b/,file:c/")))
        .isEqualTo(
            new OktaSettings(
                "/h", true, KEY, List.of(), List.of("file:a/"), List.of("file:b/", "file:c/")));
    assertThat(
            bind(
                "okta.schedule",
                ScheduleSettings.class,
                Map.of(
                    "okta.schedule.full", "1h",
                    "okta.schedule.delta", "2m",
                    "okta.schedule.log", "0",
                    "okta.schedule.verify", "7d")))
        .isEqualTo(
            new ScheduleSettings(
                Duration.ofHours(1), Duration.ofMinutes(2), Duration.ZERO, Duration.ofDays(7)));
    assertThat(
            bind(
                "okta.reader",
                ReaderSettings.class,
                Map.of(
                    "okta.reader.datasource.url", "jdbc:postgresql://replica/okta",
                    "okta.reader.datasource.username", "analyst",
                    "okta.reader.datasource.password", "hush",
                    "okta.reader.statement-timeout", "1m",
                    "okta.reader.lock-timeout", "2s",
                    "okta.reader.maximum-pool-size", "3")))
        .isEqualTo(
            new ReaderSettings(
                new ReaderSettings.Replica("jdbc:postgresql://replica/okta", "analyst", "hush"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2),
                3));
    assertThat(
            bind(
                "okta.retention",
                RetentionSettings.class,
                Map.of(
                    "okta.retention.events", "1",
                    "okta.retention.history", "2d",
                    "okta.retention.runs", "3d",
                    "okta.retention.quarantine", "4d",
                    "okta.retention.resolved-findings", "5d",
                    "okta.retention.audit", "6d")))
        .isEqualTo(
            new RetentionSettings(
                Duration.ofDays(1),
                Duration.ofDays(2),
                Duration.ofDays(3),
                Duration.ofDays(4),
                Duration.ofDays(5),
                Duration.ofDays(6)));
  }

  @Test
  void everyKeyOfAnIntegrationIsRead() {
    Map<String, String> keys =
        Map.ofEntries(
            Map.entry("i.name", "acme"),
            Map.entry("i.display-name", "Acme"),
            Map.entry("i.issuer", "https://acme.okta.com"),
            Map.entry("i.client-id", "0oa1"),
            Map.entry("i.client-secret", "secret"),
            Map.entry("i.private-key", "pem"),
            Map.entry("i.key-id", "kid"),
            Map.entry("i.dpop", "always"),
            Map.entry("i.data-types", "managed, app_grants"),
            Map.entry("i.rate-limit-share", "0.5"),
            Map.entry("i.log-history", "7"),
            Map.entry("i.intake-key", "intake"),
            Map.entry("i.max-in-flight", "9"));
    assertThat(bind("i", IntegrationSettings.class, keys))
        .isEqualTo(
            new IntegrationSettings(
                "acme",
                "Acme",
                "https://acme.okta.com",
                "0oa1",
                "secret",
                "pem",
                "kid",
                DpopMode.ALWAYS,
                List.of("managed", "app_grants"),
                0.5,
                Duration.ofDays(7),
                "intake",
                9));
    assertThat(keys).hasSize(IntegrationSettings.class.getRecordComponents().length);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bindOrCreate(prefix, Bindable.of(type));
  }

  private static Object fromFile(Class<?> settings) {
    MutablePropertySources sources = new MutablePropertySources();
    sources.addFirst(file);
    return new Binder(
            ConfigurationPropertySources.from(sources),
            new PropertySourcesPlaceholdersResolver(sources))
        .bindOrCreate(prefix(settings), Bindable.of(settings));
  }

  private static String prefix(Class<?> settings) {
    return AnnotatedElementUtils.findMergedAnnotation(settings, ConfigurationProperties.class)
        .prefix();
  }

  /** The keys of a record and of those in it, with whether they have a default. */
  private static Map<String, Boolean> keys(Class<?> settings, String prefix) {
    Map<String, Boolean> keys = new TreeMap<>();
    for (Parameter each : settings.getDeclaredConstructors()[0].getParameters()) {
      String key = prefix + "." + DataObjectPropertyName.toDashedForm(each.getName());
      if (each.getType().isRecord()) {
        keys.putAll(keys(each.getType(), key));
      } else {
        DefaultValue standard = each.getAnnotation(DefaultValue.class);
        keys.put(key, standard != null && standard.value().length > 0);
      }
    }
    return keys;
  }

  private static Set<String> dashed(Class<?> settings) {
    return Stream.of(settings.getRecordComponents())
        .map(each -> DataObjectPropertyName.toDashedForm(each.getName()))
        .collect(Collectors.toSet());
  }

  private static boolean inFile(String key) {
    return file.containsProperty(key) || file.containsProperty(key + "[0]");
  }

  /** Whether the part of the file about a key has a comment with each of its names. */
  private static boolean isInComment(String key, String text) {
    String[] names = key.split("\\.");
    String part =
        Pattern.compile(
                "^  (# )?%s:?( .*)?\\n((    .*)?\\n)*".formatted(names[1]), Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining());
    String comments =
        part.lines().filter(line -> line.contains("#")).collect(Collectors.joining("\n"));
    return !part.isEmpty()
        && Stream.of(names)
            .skip(2)
            .allMatch(name -> comments.matches("(?s).*(?<![a-z-])" + name + "(?![a-z-]).*"));
  }
}
