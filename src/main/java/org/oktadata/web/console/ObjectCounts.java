package org.oktadata.web.console;

import java.time.Instant;
import java.util.List;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.catalogue.DataType;
import org.oktadata.store.ReadDatabase;
import org.oktadata.store.Timestamps;
import org.springframework.stereotype.Component;

/** How much there is of each data type, as {@code okta.freshness} has it. */
@Component
class ObjectCounts {

  /**
   * A data type.
   *
   * @param rows how many its last complete reading brought; null where there was none
   * @param read when it, or what had changed of it, was last read; null where it never was
   * @param status how that went, or null
   * @param collected whether the integration asks for it
   */
  record Count(String dataType, Long rows, Instant read, String status, boolean collected) {

    /** Where its objects are listed. */
    public String path(String integration) {
      return ObjectPlaces.hasPageOfItsOwn(dataType)
          ? "/" + dataType + "?integration=" + integration
          : "/objects/" + integration + "/" + dataType;
    }
  }

  private final ReadDatabase database;
  private final Catalogue catalogue;

  ObjectCounts(ReadDatabase database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /** Every data type but the log, by name; what isn't collected comes last. */
  List<Count> of(String integration) {
    return database
        .sql(
            """
            select data_type, rows, last_read_at, status, collected from okta.freshness
            where integration = :integration and data_type <> all (cast(:logs as text[]))
            order by collected desc, data_type\
            """)
        .param("integration", integration)
        .param("logs", catalogue.names(DataType::isLog).toArray(String[]::new))
        .query(
            (row, number) ->
                new Count(
                    row.getString("data_type"),
                    row.getObject("rows", Long.class),
                    Timestamps.instant(row, "last_read_at"),
                    row.getString("status"),
                    row.getBoolean("collected")))
        .list();
  }
}
