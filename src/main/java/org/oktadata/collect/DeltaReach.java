package org.oktadata.collect;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.oktadata.catalogue.DataType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far back a delta looks. Where every org has some of a data type, it reaches a few changes
 * that are known already, so that an empty answer means that nobody is shown to the app any more,
 * and not that nothing has changed.
 */
final class DeltaReach {

  /** So many are never gone all at once without an event. */
  private static final int FEW = 10;

  /** A property that the catalogue's query compares. */
  private static final Pattern COMPARED = Pattern.compile("(\\w+) g[et] \"\\{since}\"");

  private DeltaReach() {}

  /** The moment to ask from: the given one, or an earlier one. */
  static Instant of(JdbcClient database, Pull pull, DataType type, Instant from) {
    List<String> compared =
        COMPARED.matcher(type.delta()).results().map(DeltaReach::property).toList();
    if (!type.neverEmpty() || compared.isEmpty()) {
      return from;
    }
    // As texts: of so many only the result is parsed.
    return database
        .sql(
            """
            select store.instant(min(at)) from (
              select greatest(%1$s) as at from store.resource
              where integration = :integration and data_type = :type and parent_id = '' and deleted_at is null and greatest(%1$s) < :from
              order by 1 desc limit :few) known"""
                .formatted(compared.stream().collect(Collectors.joining(", "))))
        .param("integration", pull.integration())
        .param("type", type.name())
        .param("from", from.toString())
        .param("few", FEW)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant)
        .orElse(from);
  }

  private static String property(MatchResult compared) {
    return "doc ->> '%s'".formatted(compared.group(1));
  }
}
