package org.oktadata.events;

import java.util.List;
import org.oktadata.store.SqlFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares what the poll brought with what the stream brought. A stream that stopped is a gap from
 * its last sign of life to the next, or until it is given up; the poll fills it.
 */
@Component
public class StreamWatch {

  private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

  private final JdbcClient database;
  private final double quiet;
  private final String open = SqlFile.read("open-stream-gaps");
  private final String close = SqlFile.read("close-stream-gaps");

  private record Gap(String integration, String reason) {}

  StreamWatch(JdbcClient database, StreamingSettings settings) {
    this.database = database;
    this.quiet = settings.quietAfter().toMillis() / 1000.0;
  }

  /** Opens and closes gaps, and says so once. */
  public void look() {
    gaps(open).forEach(gap -> log.warn("{}: {}", gap.integration(), gap.reason()));
    gaps(close).forEach(gap -> log.info("{}: no gap of the stream is left", gap.integration()));
  }

  private List<Gap> gaps(String sql) {
    return database
        .sql(sql)
        .param("quiet", quiet)
        .query((row, number) -> new Gap(row.getString(1), row.getString(2)))
        .list();
  }
}
