package org.oktadata.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.oktadata.integrations.Integration.ManagedBy;
import org.oktadata.integrations.Integration.State;
import org.oktadata.json.JsonText;
import org.oktadata.okta.OrgUrl;
import org.oktadata.store.Timestamps;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** One row of {@code store.integration}, read and written. */
@Component
class IntegrationRow implements RowMapper<Integration> {

  /** What settings fill, in the order of {@link #VALUES}. */
  private static final String COLUMNS =
      "display_name, issuer, client_id, credentials, settings, state, state_reason";

  /** The parameters of {@link #columns}. */
  private static final String VALUES =
      ":displayName, :issuer, :clientId, :credentials, cast(:settings as jsonb), :state, :stateReason";

  /** Adds a row; parameter {@code managedBy} says who manages it. */
  static final String INSERT =
      "insert into store.integration as stored (name, managed_by, %s) values (:name, :managedBy, %s)"
          .formatted(COLUMNS, VALUES);

  /**
   * Writes the settings over those of a row called stored; what the org said of them is over, and
   * parameter {@code sameApp} says whether what a test found of their rights still counts.
   */
  static final String SET =
      """
      set (%s) = (%s), refusal = null, availability = case when :sameApp then stored.availability end,
        checked_at = case when :sameApp then stored.checked_at end"""
          .formatted(COLUMNS, VALUES);

  private final CredentialSeal seal;
  private final ObjectMapper json;

  IntegrationRow(CredentialSeal seal, ObjectMapper json) {
    this.seal = seal;
    this.json = json;
  }

  /**
   * A row whose seal doesn't open here is failed for this instance only: another instance may hold
   * the key, so the row is left as it is. So it is where the org gives no token: it is asked again.
   */
  @Override
  public Integration mapRow(ResultSet row, int number) throws SQLException {
    String name = row.getString("name");
    State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    String reason = row.getString("state_reason");
    String refusal = row.getString("refusal");
    if (state == State.READY && refusal != null) {
      state = State.FAILED;
      reason = refusal;
    }
    Credentials credentials = null;
    String sealed = row.getString("credentials");
    if (!sealed.isEmpty()) {
      try {
        credentials =
            seal.open(
                new SealedFor(name, row.getString("issuer"), row.getString("client_id")), sealed);
      } catch (SealedCredentialsException e) {
        state = State.FAILED;
        reason = e.getMessage();
      }
    }
    return new Integration(
        name,
        row.getString("display_name"),
        URI.create(row.getString("issuer")),
        row.getString("client_id"),
        options(row.getString("settings")),
        ManagedBy.valueOf(row.getString("managed_by").toUpperCase(Locale.ROOT)),
        Timestamps.instant(row, "first_seen"),
        Timestamps.instant(row, "changed_at"),
        state,
        reason,
        row.getString("pipeline"),
        texts(row, "granted_scopes"),
        Timestamps.instant(row, "checked_at"),
        credentials);
  }

  /** What is stored of settings, by parameter name. */
  Map<String, Object> columns(IntegrationSettings settings) {
    Credentials credentials = settings.credentials();
    String problem = PrivateKeyText.problem(credentials);
    Map<String, Object> columns = new HashMap<>();
    columns.put("name", settings.name());
    columns.put("displayName", settings.displayName());
    String issuer = OrgUrl.normalise(settings.issuer()).toString();
    columns.put("issuer", issuer);
    columns.put("clientId", settings.clientId());
    SealedFor owner = new SealedFor(settings.name(), issuer, settings.clientId());
    columns.put("credentials", seal.seal(owner, credentials));
    columns.put("settings", JsonText.write(json, settings.options()));
    columns.put("state", problem == null ? "ready" : "failed");
    columns.put("stateReason", problem);
    return columns;
  }

  private IntegrationOptions options(String text) {
    try {
      return json.readValue(text, IntegrationOptions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("store.integration holds settings of another version", e);
    }
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? null : List.of((String[]) array.getArray());
  }
}
