package org.oktadata.collect;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.CollectionSettingsSource;
import org.oktadata.catalogue.DataType;
import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.okta.ServerClocks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From when on a pull asks for what changed, by the org's own clock. */
@Component
class StartingPoint {

  /** Events that reached the log late are before the newest that was read. */
  private static final Duration LATE = Duration.ofHours(1);

  private final JdbcClient database;
  private final Catalogue catalogue;
  private final CollectionSettingsSource settings;
  private final ServerClocks clocks;

  StartingPoint(
      JdbcClient database,
      Catalogue catalogue,
      CollectionSettingsSource settings,
      ServerClocks clocks) {
    this.database = database;
    this.catalogue = catalogue;
    this.settings = settings;
    this.clocks = clocks;
  }

  /**
   * The moment from which on a pull of this data type has to look; null where a delta would have to
   * read the lists of all parents, because they never were.
   */
  Instant since(Pull pull, DataType type) {
    if (type.isLog()) {
      return logStart(pull, type);
    }
    boolean needed = pull.mode() == RunMode.DELTA && type.perParent();
    return lastRead(pull, type)
        .or(() -> needed ? Optional.empty() : Optional.of(Instant.EPOCH))
        .map(moment -> moment.plus(clocks.leastOffset(pull.integration())))
        .orElse(null);
  }

  /**
   * Where the log is begun if there is no link to go on from, or Okta refuses it: shortly before
   * what was read of it, however long ago that is.
   */
  private Instant logStart(Pull pull, DataType type) {
    Instant oldest = Instant.now().minus(IntegrationSettings.LONGEST_LOG_HISTORY);
    Instant start =
        database
            .sql(
                "select caught_up_at from store.cursor where integration = ? and data_type = ? and caught_up_at is not null")
            .params(pull.integration(), type.name())
            .query(Timestamp.class)
            .optional()
            .map(read -> read.toInstant().minus(LATE))
            .orElseGet(
                () -> Instant.now().minus(settings.collection(pull.integration()).logHistory()));
    return start.isBefore(oldest) ? oldest : start;
  }

  /**
   * When a data type was last begun to be read, by this process's clock: the database's may be
   * another. Lists that could not be read are noted or read again with everything else, so they
   * keep the others from nothing.
   *
   * <p>A delta picks lists by what is known of their parents, so it is no further than the reading
   * of the parents that it was picked by; a complete reading takes them as they are, and counts by
   * itself where the parents never were read to their end.
   */
  private Optional<Instant> lastRead(Pull pull, DataType type) {
    List<String> chain = chain(pull, type);
    boolean delta = pull.mode() == RunMode.DELTA;
    return database
        .sql(
            """
            with recursive reading as (
              select 1 as level, (%1$s and t.data_type = (:types)[1]) as at
              union all
              select level + 1, (%1$s and t.data_type = (:types)[level + 1] and t.started_at <= at)
              from reading where level < cardinality(:types)
            )
            select extract(epoch from clock_timestamp() - coalesce(
              (select at from reading where level = cardinality(:types)),
              (%1$s and t.data_type = (:types)[1] and r.mode = 'full')))"""
                .formatted(
                    """
                    select max(t.started_at) from store.run_data_type t join store.run r on r.id = t.run_id
                      join store.integration i on i.name = t.integration and r.started_at >= coalesce(i.issuer_changed_at, '-infinity')
                    where t.integration = :integration and r.mode = any (:modes)
                      and (t.status = 'SUCCESS' or t.noted or t.status = 'PARTIAL_SUCCESS' and r.mode = 'full' and t.data_type = any (:lists))"""))
        .param("types", chain.toArray(String[]::new))
        .param("modes", delta ? new String[] {"full", "delta"} : new String[] {"full"})
        .param("lists", delta ? lists(chain) : new String[0])
        .param("integration", pull.integration())
        .query(BigDecimal.class)
        .optional()
        .map(seconds -> Instant.now().minusNanos(seconds.movePointRight(9).longValue()));
  }

  /** Those that are read for each row of another. */
  private String[] lists(List<String> chain) {
    return chain.stream().filter(name -> catalogue.get(name).perParent()).toArray(String[]::new);
  }

  /** The data type, and in a delta its parent and the parent's own, where they are collected. */
  private List<String> chain(Pull pull, DataType type) {
    List<String> chain = new ArrayList<>(List.of(type.name()));
    DataType each = type;
    while (pull.mode() == RunMode.DELTA && each.perParent()) {
      each = catalogue.get(each.parent());
      if (settings.collection(pull.integration()).wants(each)) {
        chain.add(each.name());
      }
    }
    return chain;
  }
}
