package org.oktadata.integrations;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.oktadata.integrations.Integration.ManagedBy;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Applies the integrations of the configuration at each start, before routes run.
 *
 * <p>One that left the configuration is no longer collected and its credentials are erased, but its
 * data stays: a forgotten variable must not cost a year of history. From then on it is managed
 * through the API, which can give it credentials again or remove it with its data.
 */
@Component
class ConfiguredIntegrations implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(ConfiguredIntegrations.class);

  /** The data type of the System Log, and what it is part of. */
  private static final Set<String> WITH_LOG = Set.of("events", "managed");

  private final OktaSettings settings;
  private final RetentionSettings retention;
  private final Integrations integrations;
  private final IntegrationRow row;
  private final IssuerChange issuerChange;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  ConfiguredIntegrations(
      OktaSettings settings,
      RetentionSettings retention,
      Integrations integrations,
      IntegrationRow row,
      IssuerChange issuerChange,
      JdbcClient jdbc,
      ApplicationEventPublisher events) {
    this.settings = settings;
    this.retention = retention;
    this.integrations = integrations;
    this.row = row;
    this.issuerChange = issuerChange;
    this.jdbc = jdbc;
    this.events = events;
  }

  @Override
  public void afterSingletonsInstantiated() {
    Set<String> names = new HashSet<>();
    for (IntegrationSettings each : settings.integrations()) {
      names.add(each.name());
      apply(each.withPrivateKey(PrivateKeyText.read(each.privateKey())));
    }
    for (Integration stored : integrations.all()) {
      if (stored.managedBy() == ManagedBy.CONFIGURATION && !names.contains(stored.name())) {
        release(stored.name());
      }
      integrations
          .find(stored.name())
          .filter(found -> found.state() == Integration.State.FAILED)
          .ifPresent(found -> log.warn("{}: {}", found.name(), found.stateReason()));
    }
    tellTheSameApp();
    tellWhatIsReadInVain();
  }

  /** Each would take its share of one limit, and everything be there twice. */
  private void tellTheSameApp() {
    Map<String, String> first = new HashMap<>();
    for (Integration each : integrations.all()) {
      String app = each.settings().issuer() + " " + each.settings().clientId();
      String other = each.credentials() == null ? null : first.putIfAbsent(app, each.name());
      if (other != null) {
        log.warn(
            "{}: it is the same org and app as {}; both spend one rate limit, and all rows are there twice: remove one",
            each.name(),
            other);
      }
    }
  }

  /** Only the first reading of the log goes as far back as that. */
  private void tellWhatIsReadInVain() {
    Duration kept = retention.events();
    if (kept.isZero()) {
      return;
    }
    Set<String> read =
        Set.copyOf(
            jdbc.sql("select integration from store.cursor where caught_up_at is not null")
                .query(String.class)
                .list());
    for (Integration each : integrations.all()) {
      boolean reads = each.options().dataTypes().stream().anyMatch(WITH_LOG::contains);
      if (reads && !read.contains(each.name()) && each.options().logHistory().compareTo(kept) > 0) {
        log.warn(
            "{}: its log-history reaches further back than okta.retention.events, so what is older than that is read and deleted again; set log-history to no more",
            each.name());
      }
    }
  }

  private void apply(IntegrationSettings wanted) {
    Optional<Integration> stored = integrations.find(wanted.name());
    boolean same =
        stored.isPresent()
            && stored.get().managedBy() == ManagedBy.CONFIGURATION
            && stored.get().settings().equals(wanted);
    boolean sameApp = stored.filter(now -> now.isSameApp(wanted)).isPresent();
    Map<String, Object> columns = row.columns(wanted);
    if (issuerChange.around(columns, () -> store(columns, same, sameApp)) == 0) {
      log.warn("{}: its removal isn't finished; start again once it is", wanted.name());
    } else if (!same) {
      Kind kind = stored.isPresent() ? Kind.CHANGED : Kind.ADDED;
      events.publishEvent(new IntegrationChanged(wanted.name(), kind));
    }
  }

  private int store(Map<String, Object> columns, boolean same, boolean sameApp) {
    return jdbc.sql(
            """
            %s on conflict (name) do update %s, managed_by = :managedBy,
              changed_at = case when :same then stored.changed_at else now() end
            where stored.state <> 'removing'
            """
                .formatted(IntegrationRow.INSERT, IntegrationRow.SET))
        .params(columns)
        .param("managedBy", "configuration")
        .param("same", same)
        .param("sameApp", sameApp)
        .update();
  }

  private void release(String name) {
    jdbc.sql(
            """
            update store.integration set managed_by = 'api', credentials = '', state = 'failed',
              state_reason = :reason, changed_at = now()
            where name = :name
            """)
        .param("name", name)
        .param(
            "reason",
            "It left the configuration: put it back, give it credentials through the API, or remove"
                + " it with its data.")
        .update();
    events.publishEvent(new IntegrationChanged(name, Kind.CHANGED));
  }
}
