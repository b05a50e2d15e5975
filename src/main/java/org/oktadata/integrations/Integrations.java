package org.oktadata.integrations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.oktadata.integrations.IntegrationChanged.Kind;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The connected orgs, in {@code store.integration}. Those being removed are no longer seen. */
@Component
public class Integrations {

  private final JdbcClient jdbc;
  private final IntegrationRow row;
  private final IssuerChange issuerChange;
  private final ApplicationEventPublisher events;

  Integrations(
      JdbcClient jdbc,
      IntegrationRow row,
      IssuerChange issuerChange,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
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

  /**
   * Adds an integration that people manage.
   *
   * @throws WrongSetting where the shape is wrong
   * @throws IntegrationExistsException where the name is taken
   */
  public Integration add(IntegrationSettings settings) {
    settings.check();
    int added =
        jdbc.sql(IntegrationRow.INSERT + " on conflict (name) do nothing")
            .params(row.columns(settings))
            .param("managedBy", "api")
            .update();
    if (added == 0) {
      throw new IntegrationExistsException(settings.name());
    }
    events.publishEvent(new IntegrationChanged(settings.name(), Kind.ADDED));
    return get(settings.name());
  }

  /**
   * Replaces all settings of an integration, which then starts afresh: ready, unless its private
   * key can't be read.
   *
   * @throws WrongSetting where the shape is wrong
   * @throws UnknownIntegrationException where there is none of that name
   */
  public Integration change(IntegrationSettings settings) {
    settings.check();
    Map<String, Object> columns = row.columns(settings);
    boolean sameApp = find(settings.name()).filter(now -> now.isSameApp(settings)).isPresent();
    if (issuerChange.around(columns, () -> update(columns, sameApp)) == 0) {
      throw new UnknownIntegrationException(settings.name());
    }
    events.publishEvent(new IntegrationChanged(settings.name(), Kind.CHANGED));
    return get(settings.name());
  }

  private int update(Map<String, Object> columns, boolean sameApp) {
    return jdbc.sql(
            "update store.integration as stored %s, changed_at = now() where name = :name and state <> 'removing'"
                .formatted(IntegrationRow.SET))
        .params(columns)
        .param("sameApp", sameApp)
        .update();
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
