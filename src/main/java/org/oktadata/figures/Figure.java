package org.oktadata.figures;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A metric that a query of the database gives: a series for each row, with columns as its tags. */
final class Figure {

  private final MultiGauge gauge;
  private final String sql;
  private final List<String> tags;

  /** The query gives columns that are called like the tags, and {@code value}. */
  Figure(
      MeterRegistry registry, String name, String unit, String about, String sql, String... tags) {
    this.gauge = MultiGauge.builder(name).description(about).baseUnit(unit).register(registry);
    this.sql = sql;
    this.tags = List.of(tags);
  }

  /** Reads it again; series whose row is gone go, too. */
  void read(JdbcClient database) {
    gauge.register(database.sql(sql).query((row, number) -> series(row)).list(), true);
  }

  private Row<?> series(ResultSet row) throws SQLException {
    Tags of = Tags.empty();
    for (String tag : tags) {
      of = of.and(Tag.of(tag, row.getString(tag)));
    }
    return Row.of(of, row.getDouble("value"));
  }
}
