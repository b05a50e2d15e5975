package org.oktadata.collect;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.okta.ServerClocks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From when on a pull asks for what changed, by the org's own clock. */
@Component
class StartingPoint {

  /** Okta refuses to begin the log more than 180 days ago (E0000053). */
  private static final Duration OLDEST = Duration.ofDays(179);

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

  /** The moment from which on a pull of this data type has to look. */
  Instant of(Pull pull, DataType type) {
    return type.isLog()
        ? logStart(pull, type)
        : lastComplete(pull, type).plus(clocks.offset(pull.integration()));
  }

  /**
   * Where the log is begun if there is no link to go on from, or Okta refuses it: shortly before
   * what was read of it, however long ago that is.
   */
  private Instant logStart(Pull pull, DataType type) {
    Instant oldest = Instant.now().minus(OLDEST);
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
   * When a data type was last begun to be read completely, by this process's clock: the database's
   * may be another. A delta picks lists by what is known of their parents, so it is no further than
   * the reading of the parents that it was picked by; a complete reading takes them as they are.
   */
  private Instant lastComplete(Pull pull, DataType type) {
    return database
        .sql(
            """
            with recursive complete as (
              select 1 as level, (%1$s and t.data_type = (:types)[1]) as at
              union all
              select level + 1, (%1$s and t.data_type = (:types)[level + 1] and t.started_at <= at)
              from complete where level < cardinality(:types)
            )
            select extract(epoch from clock_timestamp() - at) from complete order by level desc limit 1"""
                .formatted(
                    """
                    select max(t.started_at) from store.run_data_type t join store.run r on r.id = t.run_id
                      join store.integration i on i.name = t.integration and r.started_at >= coalesce(i.issuer_changed_at, '-infinity')
                    where t.integration = :integration and t.status = 'SUCCESS' and r.mode in ('full', 'delta')"""))
        .param("types", chain(pull, type).toArray(String[]::new))
        .param("integration", pull.integration())
        .query(BigDecimal.class)
        .optional()
        .map(seconds -> Instant.now().minusNanos(seconds.movePointRight(9).longValue()))
        .orElse(Instant.EPOCH);
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
