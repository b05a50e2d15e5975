package org.oktadata.integrations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The connected orgs, in {@code store.integration}. Those being removed are no longer seen. */
@Component
public class Integrations {

  private final JdbcClient jdbc;
  private final IntegrationRow row;
  private final IssuerChange issuerChange;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Integrations(
      JdbcClient jdbc,
      IntegrationRow row,
      IssuerChange issuerChange,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.row = row;
    this.issuerChange = issuerChange;
    this.events = events;
  }

  /** All, by name. */
  public List<Integration> all() {
    return jdbc.sql("select * from store.integration where state <> 'removing' order by name")
        .query(row)
        .list();
  }

  /** The one of that name. */
  public Optional<Integration> find(String name) {
    return jdbc.sql("select * from store.integration where name = ? and state <> 'removing'")
        .param(name)
        .query(row)
        .optional();
  }

  /**
   * The one of that name.
   *
   * @throws UnknownIntegrationException where there is none
   */
  public Integration get(String name) {
    return find(name).orElseThrow(() -> new UnknownIntegrationException(name));
  }

  /** Adds an integration that people manage, as {@link #add(IntegrationSettings, Runnable)}. */
  public Integration add(IntegrationSettings settings) {
    return add(settings, () -> {});
  }

  /**
   * Adds an integration that people manage.
   *
   * @param note written in the same transaction: there are both, or neither
   * @throws WrongSetting where the shape is wrong
   * @throws IntegrationExistsException where the name is taken
   */
  public Integration add(IntegrationSettings settings, Runnable note) {
    settings.check();
    Map<String, Object> columns = row.columns(settings);
    transaction.executeWithoutResult(status -> insert(settings.name(), columns, note));
    events.publishEvent(new IntegrationChanged(settings.name(), Kind.ADDED));
    return get(settings.name());
  }

  private void insert(String name, Map<String, Object> columns, Runnable note) {
    int added =
        jdbc.sql(IntegrationRow.INSERT + " on conflict (name) do nothing")
            .params(columns)
            .param("managedBy", "api")
            .update();
    if (added == 0) {
      throw new IntegrationExistsException(name);
    }
    note.run();
  }

  /** Replaces all settings, as {@link #change(IntegrationSettings, Runnable)}. */
  public Integration change(IntegrationSettings settings) {
    return change(settings, () -> {});
  }

  /**
   * Replaces all settings of an integration, which then starts afresh: ready, unless its private
   * key can't be read.
   *
   * @param note written in the same transaction: there are both, or neither
   * @throws WrongSetting where the shape is wrong
   * @throws UnknownIntegrationException where there is none of that name
   */
  public Integration change(IntegrationSettings settings, Runnable note) {
    settings.check();
    Map<String, Object> columns = row.columns(settings);
    boolean sameApp = find(settings.name()).filter(now -> now.isSameApp(settings)).isPresent();
    if (issuerChange.around(columns, () -> update(columns, sameApp, note)) == 0) {
      throw new UnknownIntegrationException(settings.name());
    }
    events.publishEvent(new IntegrationChanged(settings.name(), Kind.CHANGED));
    return get(settings.name());
  }

  private int update(Map<String, Object> columns, boolean sameApp, Runnable note) {
    int changed =
        jdbc.sql(
                "update store.integration as stored %s, changed_at = now() where name = :name and state <> 'removing'"
                    .formatted(IntegrationRow.SET))
            .params(columns)
            .param("sameApp", sameApp)
            .update();
    if (changed > 0) {
      note.run();
    }
    return changed;
  }

  /** Says why the org gives no token, in one sentence; it is asked again all the same. */
  public void refused(String name, String reason) {
    jdbc.sql(
            """
            update store.integration set refusal = :reason
            where name = :name and state <> 'removing' and refusal is distinct from :reason
            """)
        .param("name", name)
        .param("reason", reason)
        .update();
  }

  /** Says that the org answers. */
  public void answered(String name) {
    jdbc.sql("update store.integration set refusal = null where name = ? and refusal is not null")
        .param(name)
        .update();
  }
}
