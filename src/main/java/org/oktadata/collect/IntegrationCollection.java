package org.oktadata.collect;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CollectedTypes;
import org.oktadata.catalogue.CollectionSettings;
import org.oktadata.catalogue.CollectionSettingsSource;
import org.oktadata.catalogue.DataType;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.RequestedScopes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What an integration collects: from its settings, and so which scopes its token needs. */
@Component
class IntegrationCollection implements CollectionSettingsSource, CollectedTypes, RequestedScopes {

  private static final Logger log = LoggerFactory.getLogger(IntegrationCollection.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Integrations integrations;
  private final Catalogue catalogue;

  IntegrationCollection(Integrations integrations, Catalogue catalogue) {
    this.integrations = integrations;
    this.catalogue = catalogue;
  }

  @Override
  public CollectionSettings collection(String integration) {
    return settings(integrations.get(integration));
  }

  /** What is read for each row of another type needs that type as well, so both are wanted. */
  private CollectionSettings settings(Integration known) {
    CollectionSettings named =
        new CollectionSettings(known.options().dataTypes(), known.options().logHistory());
    tellUnknown(known.name(), named.dataTypes());
    Set<String> all = new LinkedHashSet<>(named.dataTypes());
    for (DataType type : catalogue.all()) {
      if (named.wants(type)) {
        ancestors(type)
            .filter(parent -> !named.wants(parent))
            .map(DataType::name)
            .forEach(all::add);
      }
    }
    return new CollectionSettings(List.copyOf(all), named.logHistory());
  }

  /** Once each: this is looked at all the time. */
  private void tellUnknown(String integration, List<String> names) {
    if (catalogue.all().isEmpty()) {
      return; // Nothing is loaded yet.
    }
    for (String name : catalogue.unknown(names)) {
      if (told.add(integration + " " + name)) {
        log.warn("{}: data-types: {}", integration, catalogue.lack(name));
      }
    }
  }

  private Stream<DataType> ancestors(DataType type) {
    return Stream.iterate(parent(type), Optional::isPresent, up -> up.flatMap(this::parent))
        .map(Optional::get);
  }

  private Optional<DataType> parent(DataType type) {
    return catalogue.find(type.parent());
  }

  @Override
  public List<String> leftOut(String integration, Collection<String> dataTypes) {
    Optional<CollectionSettings> settings = integrations.find(integration).map(this::settings);
    return dataTypes.stream()
        .filter(
            name ->
                settings.flatMap(wanted -> catalogue.find(name).filter(wanted::wants)).isEmpty())
        .toList();
  }

  @Override
  public Optional<String> lack(String dataType) {
    return catalogue.find(dataType).isPresent()
        ? Optional.empty()
        : Optional.of(catalogue.lack(dataType));
  }

  @Override
  public Set<String> wanted(String integration) {
    Set<String> scopes = new TreeSet<>();
    CollectionSettings settings = collection(integration);
    for (DataType type : catalogue.all()) {
      if (settings.wants(type) && !type.scope().isEmpty()) {
        scopes.add(type.scope());
      }
    }
    return scopes;
  }
}
