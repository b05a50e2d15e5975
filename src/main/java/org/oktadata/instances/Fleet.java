package org.oktadata.instances;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The instances that share the database, this one among them. */
@Component
public class Fleet {

  private final JdbcClient database;
  private final Instance instance;
  private final InstanceSettings settings;

  Fleet(JdbcClient database, Instance instance, InstanceSettings settings) {
    this.database = database;
    this.instance = instance;
    this.settings = settings;
  }

  /**
   * Whether this instance lives longest of all that live. One that wasn't heard of for a while may
   * have been killed and be this one's forerunner, so it doesn't count.
   */
  public boolean isOldest() {
    return database
        .sql(
            """
            select id from store.instance
            where id = :me or alive_until > clock_timestamp() + make_interval(secs => :fresh)
            order by started_at, id limit 1""")
        .param("me", instance.id())
        .param("fresh", settings.lease().toSeconds() * 0.6)
        .query(String.class)
        .optional()
        .filter(instance.id()::equals)
        .isPresent();
  }

  /** Says which Quartz triggers this instance's routes have. */
  public void hasTriggers(Collection<String> names) {
    database
        .sql("update store.instance set triggers = cast(? as text[]) where id = ?")
        .params(names.toArray(String[]::new), instance.id())
        .update();
  }

  /** Whether another instance lives whose routes have that trigger. */
  public boolean hasAnother(String trigger) {
    return database
        .sql(
            """
            select exists (select from store.instance
                           where id <> ? and alive_until > clock_timestamp() and ? = any (triggers))""")
        .params(instance.id(), trigger)
        .query(Boolean.class)
        .single();
  }

  /** The triggers of all instances that live, or did so a moment ago. */
  public Set<String> triggers() {
    return new TreeSet<>(
        database
            .sql(
                """
                select distinct unnest(triggers) from store.instance
                where alive_until > clock_timestamp() - interval '2 minutes'""")
            .query(String.class)
            .list());
  }
}
