package org.oktadata.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CatalogueReader;
import org.oktadata.catalogue.CollectionSettings;
import org.oktadata.catalogue.CollectionSettingsSource;
import org.oktadata.events.StreamHealth;
import org.oktadata.events.StreamingSettings;
import org.oktadata.instances.Fence;
import org.oktadata.instances.Fleet;
import org.oktadata.instances.Instance;
import org.oktadata.instances.InstanceSettings;
import org.oktadata.instances.Leases;
import org.oktadata.integrations.OktaSettings;
import org.oktadata.integrations.ScheduleSettings;
import org.oktadata.okta.ServerClocks;
import org.oktadata.store.EventStatistics;
import org.oktadata.store.StoreServer;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with the integration acme and a small catalogue, and the product's beans over it. */
final class PlannedOrg {

  final JdbcClient database;
  final Catalogue catalogue = new Catalogue();

  /** The data types that acme collects. */
  List<String> collects = List.of("managed");

  CollectionSettingsSource settings =
      integration -> new CollectionSettings(collects, Duration.ofDays(90));

  private final DriverManagerDataSource source;

  PlannedOrg(Path folder, String dataTypes) throws IOException {
    source = new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres");
    database = JdbcClient.create(source);
    database
        .sql(
            """
            insert into store.integration (name, display_name, issuer, client_id, credentials, managed_by, first_seen)
            values ('acme', 'Acme', 'https://acme.okta.com', 'client', 'sealed', 'api', now() - interval '30 days')""")
        .update();
    Path file = folder.resolve("data-types.yaml");
    Files.writeString(file, dataTypes);
    catalogue.replace(new CatalogueReader(file).read());
  }

  /** Has beans do something under a schedule of these intervals, without verifications. */
  void under(
      String full, String delta, String log, Consumer<AnnotationConfigApplicationContext> work) {
    under(
        new ScheduleSettings(duration(full), duration(delta), duration(log), Duration.ZERO), work);
  }

  /** Has beans do something under a schedule; every setting else is unset. */
  void under(ScheduleSettings schedule, Consumer<AnnotationConfigApplicationContext> work) {
    try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext()) {
      beans.registerBean(JdbcClient.class, () -> database);
      beans.registerBean(
          TransactionTemplate.class,
          () -> new TransactionTemplate(new JdbcTransactionManager(source)));
      beans.registerBean(Catalogue.class, () -> catalogue);
      beans.registerBean(CollectionSettingsSource.class, () -> settings);
      unset(beans, "okta", OktaSettings.class);
      unset(beans, "okta.streaming", StreamingSettings.class);
      unset(beans, "okta.instance", InstanceSettings.class);
      beans.registerBean(ScheduleSettings.class, () -> schedule);
      beans.register(
          Schedule.class,
          Refreshes.class,
          TouchedByEvents.class,
          Runs.class,
          PromptStart.class,
          Drift.class,
          ServerClocks.class,
          StartingPoint.class,
          Verifications.class,
          StreamHealth.class,
          Fleet.class,
          Instance.class,
          Leases.class,
          Fence.class,
          PullOutcome.class,
          PullReport.class,
          EventStatistics.class,
          Sweep.class,
          AbsentLists.class,
          Orphans.class,
          UnreadLists.class);
      beans.refresh();
      work.accept(beans);
    }
  }

  /** Mode and data type of what runs. */
  List<String> running() {
    return database
        .sql(
            """
            select r.mode || ' ' || t.data_type from store.run r join store.run_data_type t on t.run_id = r.id
            where r.status = 'RUNNING' order by 1""")
        .query(String.class)
        .list();
  }

  private static <T> void unset(
      AnnotationConfigApplicationContext beans, String prefix, Class<T> type) {
    Binder nothing = new Binder(new MapConfigurationPropertySource());
    beans.registerBean(type, () -> nothing.bindOrCreate(prefix, Bindable.of(type)));
  }

  private static Duration duration(String text) {
    return DurationStyle.detectAndParse(text);
  }
}
