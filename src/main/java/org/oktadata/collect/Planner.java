package org.oktadata.collect;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.oktadata.catalogue.DataType;
import org.oktadata.okta.QueryPath;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** Writes what a pull is going to ask into the ledger before it asks: one row a list. */
@Component
class Planner {

  /** Okta's {@code search} is eventually consistent: fresh changes are looked for once more. */
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  /** Where more objects are in no list, the lists are believed. */
  private static final int MOST_MISSING = 500;

  private final JdbcClient database;

  Planner(JdbcClient database) {
    this.database = database;
  }

  /**
   * A list of the data type itself, or one object of it.
   *
   * @param name key in the ledger: the object's id, or which of several lists; empty for the only
   *     list
   * @param closing what is gone where the list lacks it: of this {@code list}, of the whole {@code
   *     type}, or {@code none}
   * @param cause id of the event that had it read; empty or null without one
   */
  private record Root(String name, String path, String closing, String cause) {}

  /**
   * Plans a pull; where a plan is there already (the pull resumes) it stays as it is.
   *
   * @param since from when on to look for changes; null where that isn't known
   */
  void plan(Pull pull, DataType type, Instant since) {
    if (pull.verifies() && !type.isLog()) {
      if (isUnplanned(pull)) {
        planSample(pull, type, since);
      }
    } else if (type.perParent()) {
      planParents(pull, type, since);
    } else {
      roots(pull, type, since).forEach(root -> insert(pull, type, root));
    }
    count(pull);
    remember(pull, since);
  }

  /** What the lists left open is asked for by itself. True if there is any. */
  boolean planWhatIsMissing(Pull pull, DataType type) {
    if (type.single().isEmpty()) {
      return false;
    }
    return pull.complete()
        ? !type.also().isEmpty() && planWhatNoListHeld(pull, type)
        : pull.mode() == RunMode.DELTA
            && !type.delta().isEmpty()
            && planWhatTheDeltaLeft(pull, type);
  }

  /** An object that moved from one list to another while they were read may be in neither. */
  private boolean planWhatNoListHeld(Pull pull, DataType type) {
    List<String> missing =
        database
            .sql("select store.missing(?, ?, ?, ?)")
            .params(pull.run(), pull.integration(), type.name(), MOST_MISSING + 1)
            .query(String.class)
            .list();
    if (missing.size() > MOST_MISSING) {
      return false;
    }
    missing.forEach(id -> insert(pull, type, single(type, id, null)));
    count(pull);
    return !missing.isEmpty();
  }

  /**
   * After a delta has brought what changed: an object that events touched but the delta didn't
   * bring may be purged.
   */
  private boolean planWhatTheDeltaLeft(Pull pull, DataType type) {
    List<Root> left =
        database
            .sql(
                """
                select f.object_id, f.cause_event
                from store.refresh f join store.run_data_type t on t.run_id = f.run_id and t.data_type = f.data_type
                where f.run_id = ? and f.integration = ? and f.data_type = ? and f.object_id <> ''
                  and not exists (select from store.resource r
                    where r.integration = f.integration and r.data_type = f.data_type and r.parent_id = '' and r.id = f.object_id
                      and (r.changed_at >= t.started_at or r.deleted_at is not null))
                  and not exists (select from store.request q
                    where q.run_id = f.run_id and q.data_type = f.data_type and q.request = f.object_id)""")
            .params(pull.run(), pull.integration(), pull.dataType())
            .query((row, number) -> single(type, row.getString(1), row.getString(2)))
            .list();
    left.forEach(root -> insert(pull, type, root));
    count(pull);
    return !left.isEmpty();
  }

  private boolean isUnplanned(Pull pull) {
    return database
        .sql("select not exists (select from store.request where run_id = ? and data_type = ?)")
        .params(pull.run(), pull.dataType())
        .query(Boolean.class)
        .single();
  }

  private void planSample(Pull pull, DataType type, Instant since) {
    if (type.perParent()) {
      insertFrom(pull, type, Sample.ofParents(type), since);
    } else if (type.showsAllAlone()) {
      insertFrom(pull, type, Sample.ofObjects(type), since);
    } else if (Sample.isTheListsTurn(
        type, LiveRows.count(database, pull.integration(), type.name()))) {
      whole(type, since).forEach(root -> insert(pull, type, root));
    }
  }

  private void planParents(Pull pull, DataType type, Instant since) {
    boolean delta = pull.mode() == RunMode.DELTA;
    boolean all = pull.complete() || touched(pull).contains("");
    Instant from = since == null ? Instant.EPOCH : delta ? since.minus(OVERLAP) : since;
    if (all || since != null && delta && !type.parents().changed().isEmpty()) {
      insertFrom(pull, type, ParentPlan.ofParents(type, !all), from);
    }
    if (pull.complete() && ParentPlan.onlyId(type.path())) {
      insertFrom(pull, type, ParentPlan.ofTouchedWithoutRows(type), from);
    }
    if (!pull.complete()) {
      insertFrom(pull, type, ParentPlan.ofTouched(type), from);
      if (!type.touched().child().isEmpty()) {
        insertFrom(pull, type, ParentPlan.ofTouchedRows(type), from);
      }
    }
    if (pull.mode().isCollection()) {
      insertFrom(pull, type, ParentPlan.ofUnread(type), from);
    }
    nameCauses(pull, type);
  }

  /** A list that is read anyway still changed because of the event that touched its parent. */
  private void nameCauses(Pull pull, DataType type) {
    database
        .sql(
            """
            update store.request q set cause_event = %s
            from store.refresh f
            where f.run_id = ? and f.data_type = ? and q.run_id = f.run_id and q.data_type = f.data_type
              and q.request = f.object_id and q.cause_event is null"""
                .formatted(ParentPlan.cause(type, "f")))
        .params(pull.run(), pull.dataType())
        .update();
  }

  private void insertFrom(Pull pull, DataType type, String sql, Instant since) {
    database
        .sql(sql)
        .param("run", pull.run())
        .param("type", type.name())
        .param("integration", pull.integration())
        .param("since", Timestamp.from(since))
        .update();
  }

  private List<Root> roots(Pull pull, DataType type, Instant since) {
    if (pull.complete() || type.isLog()) {
      return whole(type, since);
    }
    if (pull.mode() == RunMode.DELTA && !type.delta().isEmpty()) {
      String joint = type.path().contains("?") ? "&" : "?";
      Instant from = DeltaReach.of(database, pull, type, since.minus(OVERLAP));
      return List.of(
          new Root("", QueryPath.of(type.path() + joint + type.delta(), from), "none", null));
    }
    List<String> touched = touched(pull);
    if (touched.isEmpty()) {
      return List.of();
    }
    return type.single().isEmpty() || touched.contains("")
        ? whole(type, since)
        : touched.stream().map(id -> single(type, id, cause(pull, id))).toList();
  }

  /** The complete list, or the several that make it; what it lacks is gone. */
  private static List<Root> whole(DataType type, Instant since) {
    List<Root> roots = new ArrayList<>();
    String closing =
        type.isLog() ? "none" : type.singleList() && !type.neverEmpty() ? "list" : "type";
    if (!type.each().isEmpty()) {
      type.each()
          .forEach(
              v ->
                  roots.add(
                      new Root(
                          v,
                          QueryPath.of(type.path().replace("{each}", v), since),
                          closing,
                          null)));
      return roots;
    }
    roots.add(new Root("", QueryPath.of(type.path(), since), closing, null));
    type.also()
        .forEach(path -> roots.add(new Root(path, QueryPath.of(path, since), closing, null)));
    return roots;
  }

  private static Root single(DataType type, String id, String cause) {
    String segment = UriUtils.encode(id, StandardCharsets.UTF_8);
    return new Root(id, type.single().replace("{id}", segment), "none", cause);
  }

  /**
   * The log goes on from its link, with as many events a page as its own path says: the link says
   * fewer where Okta failed for a while and got to answer smaller pages.
   */
  private void insert(Pull pull, DataType type, Root root) {
    database
        .sql(
            """
            insert into store.request (run_id, data_type, request, position, path, closing, cause_event, next)
            values (?, ?, ?, (select count(*) from store.request where run_id = ? and data_type = ?), ?, ?, ?,
                    (select coalesce(regexp_replace(c.next, '([?&]limit=)\\d+', '\\1' || substring(? from '[?&]limit=(\\d+)')), c.next)
                     from store.cursor c where c.integration = ? and c.data_type = ? and c.next <> ''))
            on conflict do nothing""")
        .params(
            pull.run(),
            type.name(),
            root.name(),
            pull.run(),
            type.name(),
            root.path(),
            root.closing(),
            root.cause(),
            root.path(),
            pull.integration(),
            type.name())
        .update();
  }

  private List<String> touched(Pull pull) {
    return database
        .sql("select object_id from store.refresh where run_id = ? and data_type = ?")
        .params(pull.run(), pull.dataType())
        .query(String.class)
        .list();
  }

  private String cause(Pull pull, String id) {
    return database
        .sql(
            "select coalesce(max(cause_event), '') from store.refresh where run_id = ? and data_type = ? and object_id = ?")
        .params(pull.run(), pull.dataType(), id)
        .query(String.class)
        .single();
  }

  private void remember(Pull pull, Instant since) {
    database
        .sql(
            "update store.run_data_type set since = coalesce(since, ?) where run_id = ? and data_type = ?")
        .params(since == null ? null : Timestamp.from(since), pull.run(), pull.dataType())
        .update();
  }

  private void count(Pull pull) {
    database
        .sql(
            """
            update store.run_data_type t
            set planned = (select count(*) from store.request q where q.run_id = t.run_id and q.data_type = t.data_type)
            where run_id = ? and data_type = ?""")
        .params(pull.run(), pull.dataType())
        .update();
  }
}
