package org.oktadata.collect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What events touched is read again: events are gathered per object for a moment, so that a burst
 * reads each object once, then a small pull asks Okta for just those objects.
 */
@Component
public class Refreshes {

  private static final int BATCH = 5_000;

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final Catalogue catalogue;
  private final Runs runs;
  private final String gather;

  Refreshes(JdbcClient database, TransactionTemplate transaction, Catalogue catalogue, Runs runs)
      throws java.io.IOException {
    this.database = database;
    this.transaction = transaction;
    this.catalogue = catalogue;
    this.runs = runs;
    this.gather =
        new ClassPathResource("sql/gather-refreshes.sql")
            .getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Notes what the events committed since the last look have touched. */
  public void gather() {
    if (catalogue.all().isEmpty()) {
      return;
    }
    database
        .sql(
            """
            insert into store.reader (name, xid, seq) values ('refresh', '0', 0) on conflict do nothing""")
        .update();
    while (Long.valueOf(BATCH).equals(transaction.execute(status -> gatherBatch()))) {
      // The next batch: after a first collection there are months of events to pass by.
    }
  }

  /**
   * Notes what all events stored so far have touched. Events are read in commit order, so one may
   * have to wait for other transactions that are older; that is half a minute at the most here,
   * since what is left is noted with the next heartbeat.
   */
  void gatherAll() {
    Instant end = Instant.now().plusSeconds(30);
    do {
      gather();
    } while (isBehind() && Instant.now().isBefore(end));
  }

  private boolean isBehind() {
    return database
        .sql(
            """
            select exists (select from store.event e, store.reader p
                           where p.name = 'refresh' and (e.xid, e.seq) > (p.xid, p.seq))""")
        .query(Boolean.class)
        .single();
  }

  private long gatherBatch() {
    List<String> types = new ArrayList<>();
    List<String> patterns = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    List<String> children = new ArrayList<>();
    for (DataType type : catalogue.all()) {
      for (String pattern : type.events()) {
        types.add(type.name());
        patterns.add(pattern.replace("_", "\\_").replace('*', '%'));
        targets.add(type.target());
        children.add(type.child());
      }
    }
    return database
        .sql(gather)
        .param("types", array(types))
        .param("patterns", array(patterns))
        .param("targets", array(targets))
        .param("children", array(children))
        .param("most", BATCH)
        .query((row, number) -> row.getLong("events"))
        .single();
  }

  /** An array literal: the driver's own arrays need the connection. */
  private static String array(List<String> values) {
    StringBuilder literal = new StringBuilder("{");
    for (String value : values) {
      literal
          .append(literal.length() == 1 ? "" : ",")
          .append('"')
          .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    return literal.append('}').toString();
  }

  private record Due(String integration, List<String> dataTypes) {}

  /**
   * Starts a refresh for every integration whose touched objects have had a quiet moment. A delta
   * under way reads them itself.
   */
  public void startDue() {
    List<Due> due =
        database
            .sql(
                """
                select f.integration, array_agg(distinct f.data_type)
                from store.refresh f join store.integration i on i.name = f.integration and i.state = 'ready'
                where f.run_id is null
                  and (f.last_at < now() - interval '1.2 seconds' or f.first_at < now() - interval '3 seconds')
                  and not exists (select from store.run r where r.integration = f.integration and r.status = 'RUNNING'
                                  and r.mode in ('delta', 'refresh'))
                group by f.integration""")
            .query(
                (row, number) ->
                    new Due(row.getString(1), List.of((String[]) row.getArray(2).getArray())))
            .list();
    for (Due each : due) {
      List<String> wanted = runs.wanted(each.integration(), "full");
      List<String> types = each.dataTypes().stream().filter(wanted::contains).toList();
      if (types.isEmpty()) {
        database
            .sql("delete from store.refresh where integration = ? and run_id is null")
            .param(each.integration())
            .update();
      } else {
        runs.start(each.integration(), "refresh", "events", types);
      }
    }
  }

  /** Takes the touched objects of a data type into a pull; they are planned there. */
  void take(Pull pull) {
    database
        .sql(
            """
            update store.refresh set run_id = ? where integration = ? and data_type = ?""")
        .params(pull.run(), pull.integration(), pull.dataType())
        .update();
  }

  /** The pull could not read them; another will. */
  void giveBack(Pull pull) {
    database
        .sql("update store.refresh set run_id = null where run_id = ? and data_type = ?")
        .params(pull.run(), pull.dataType())
        .update();
  }

  /** The pull has read them. What was touched again meanwhile stays. */
  void done(Pull pull) {
    database
        .sql(
            """
            update store.resource r
            set cause_event = case when r.changed_at >= t.started_at then coalesce(r.cause_event, f.cause_event) else r.cause_event end,
                ended_by = case when r.deleted_at >= t.started_at then coalesce(r.ended_by, f.cause_event) end
            from store.refresh f join store.run_data_type t on t.run_id = f.run_id and t.data_type = f.data_type
            where f.run_id = ? and f.integration = ? and f.data_type = ? and r.integration = f.integration
              and r.data_type = f.data_type and r.id = f.object_id
              and (r.cause_event is null and r.changed_at >= t.started_at
                   or r.ended_by is null and r.deleted_at >= t.started_at)""")
        .params(pull.run(), pull.integration(), pull.dataType())
        .update();
    database
        .sql("delete from store.refresh where run_id = ? and integration = ? and data_type = ?")
        .params(pull.run(), pull.integration(), pull.dataType())
        .update();
  }
}
