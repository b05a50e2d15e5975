package org.oktadata.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.oktadata.instances.Lease;
import org.oktadata.json.JsonText;
import org.oktadata.okta.BucketSnapshot;
import org.oktadata.okta.LaneState;
import org.oktadata.okta.RequestBudget;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the owner of a request budget knows of it, in {@code store.budget}: other instances show it,
 * and the next owner goes on with the windows that were begun.
 */
@Component
public class BudgetRecord {

  /** Both sides of the same org's buckets: what people read, and what an owner needs. */
  record Content(URI org, List<BucketSnapshot> shown, List<LaneState> lanes) {}

  private record Stored(Content content, long age) {}

  private final RequestBudget budget;
  private final JdbcClient database;
  private final ObjectMapper json;
  private final Map<String, String> written = new ConcurrentHashMap<>();

  BudgetRecord(RequestBudget budget, JdbcClient database, ObjectMapper json) {
    this.budget = budget;
    this.database = database;
    this.json = json;
  }

  /** Writes down what changed of the budgets that are ours. */
  void write(Collection<Lease> leases) {
    for (Lease lease : leases) {
      String name = lease.integration();
      Content content = new Content(budget.org(name), budget.snapshot(name), budget.state(name));
      if (content.shown().isEmpty()) {
        continue;
      }
      String text = JsonText.write(json, content);
      if (!text.equals(written.get(name))) {
        store(lease, text);
        written.put(name, text);
      }
    }
  }

  private void store(Lease lease, String text) {
    database
        .sql(
            """
            insert into store.budget (integration, epoch, buckets)
            select integration, epoch, cast(:buckets as jsonb) from store.lease where integration = :name and epoch = :epoch
            on conflict (integration) do update
            set epoch = excluded.epoch, buckets = excluded.buckets, at = clock_timestamp()""")
        .param("name", lease.integration())
        .param("epoch", lease.epoch())
        .param("buckets", text)
        .update();
  }

  /**
   * Goes on where the former owner was. One that died had more time than its last words tell, so
   * its windows count as used up until they end.
   */
  void inherit(Lease lease, boolean afterDeath) {
    written.remove(lease.integration());
    read(lease.integration())
        .ifPresent(
            stored ->
                budget.adopt(
                    lease.integration(),
                    stored.content().org(),
                    stored.content().lanes().stream()
                        .map(lane -> lane.later(stored.age(), afterDeath))
                        .filter(lane -> lane.secondsLeft() > 0)
                        .toList()));
  }

  /** Forgets integrations that were removed, through whichever instance. */
  public void forgetWhatIsRemoved() {
    Set<String> gone = new HashSet<>(budget.known());
    gone.addAll(written.keySet());
    if (!gone.isEmpty()) {
      gone.removeAll(database.sql("select name from store.integration").query(String.class).set());
    }
    gone.forEach(budget::forget);
    written.keySet().removeAll(gone);
  }

  /** The buckets as their owner last told. */
  public List<BucketSnapshot> shown(String integration) {
    return read(integration).map(stored -> stored.content().shown()).orElse(List.of());
  }

  /** What the app may use of a lane each minute, as its owner last told; null if it never did. */
  Integer perMinute(String integration, String lane) {
    return read(integration).stream()
        .flatMap(stored -> stored.content().lanes().stream())
        .filter(each -> each.lane().equals(lane) && each.perMinute() > 0)
        .map(LaneState::perMinute)
        .findFirst()
        .orElse(null);
  }

  private Optional<Stored> read(String integration) {
    return database
        .sql(
            """
            select buckets::text, ceil(extract(epoch from clock_timestamp() - at))::bigint
            from store.budget where integration = ?""")
        .param(integration)
        .query((row, n) -> stored(row.getString(1), row.getLong(2)))
        .optional()
        .flatMap(Function.identity());
  }

  /** Empty for what another version wrote: this one then learns the limits afresh. */
  private Optional<Stored> stored(String text, long age) {
    try {
      return Optional.of(new Stored(json.readValue(text, Content.class), age));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
