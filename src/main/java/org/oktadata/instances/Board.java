package org.oktadata.instances;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.oktadata.store.SqlFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what there is to do in the fleet, and who does it. */
@Component
class Board {

  /**
   * An integration that has something to do, or that this instance has.
   *
   * @param owner the instance that has it, or had it when it died; null where nobody has
   * @param urgent whether a person waits for an answer
   * @param owned whether that instance lives
   * @param openers living instances that aren't known to lack its data key
   * @param sealed its credentials, where it is free
   */
  record Entry(
      String name,
      long epoch,
      String owner,
      boolean wanted,
      boolean urgent,
      boolean owned,
      int openers,
      String sealed) {

    boolean free() {
      return wanted && !owned;
    }

    boolean ownedBy(String instance) {
      return owned && instance.equals(owner);
    }
  }

  /**
   * All at one moment.
   *
   * @param entries who waited longest first
   * @param living ids of the living instances, with whether each opens all credentials it met of
   *     integrations that are still there
   */
  record View(List<Entry> entries, Map<String, Boolean> living) {

    /** How many integrations each instance should have. */
    int share() {
      long wanted = entries.stream().filter(Entry::wanted).count();
      int instances = Math.max(1, living.size());
      return (int) Math.max(1, (wanted + instances - 1) / instances);
    }

    /** Whether an instance that could take any integration has fewer than its share. */
    boolean somebodyIdles(String but) {
      long wanted = entries.stream().filter(Entry::wanted).count();
      long least = wanted / Math.max(1, living.size());
      return living.entrySet().stream()
          .filter(each -> each.getValue() && !each.getKey().equals(but))
          .anyMatch(each -> has(each.getKey()) < least);
    }

    private long has(String instance) {
      return entries.stream().filter(e -> e.wanted() && e.ownedBy(instance)).count();
    }
  }

  private final JdbcClient database;
  private final String sql = SqlFile.read("board");

  Board(JdbcClient database) {
    this.database = database;
  }

  View read(String me) {
    Map<String, Boolean> living = new HashMap<>();
    database
        .sql(
            """
            select id, not exists (select from store.integration i where i.name = any(unopened) and i.state <> 'removing')
            from store.instance where alive_until > clock_timestamp()""")
        .query(
            row -> {
              living.put(row.getString(1), row.getBoolean(2));
            });
    List<Entry> entries =
        database
            .sql(sql)
            .param("me", me)
            .query(
                (row, n) ->
                    new Entry(
                        row.getString("name"),
                        row.getLong("epoch"),
                        row.getString("owner"),
                        row.getBoolean("wanted"),
                        row.getBoolean("urgent"),
                        row.getBoolean("owned"),
                        row.getInt("openers"),
                        row.getString("sealed")))
            .list();
    return new View(entries, living);
  }
}
