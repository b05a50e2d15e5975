package org.oktadata.web;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.oktadata.catalogue.Catalogue;
import org.oktadata.integrations.Integration;
import org.oktadata.integrations.Integration.ManagedBy;
import org.oktadata.integrations.IntegrationRemoval;
import org.oktadata.integrations.IntegrationSettings;
import org.oktadata.integrations.Integrations;
import org.oktadata.integrations.WrongSetting;
import org.oktadata.okta.OrgUrl;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * What people change about integrations, by the API and by the console. Each change is noted with
 * it, or neither is stored.
 */
@Component
public class IntegrationEdits {

  /**
   * Whose values may be told; what is added later may be a secret, and isn't until it stands here.
   */
  private static final Set<String> TOLD =
      Set.of(
          "name",
          "displayName",
          "issuer",
          "clientId",
          "keyId",
          "dpop",
          "dataTypes",
          "rateLimitShare",
          "logHistory",
          "maxInFlight");

  private final Integrations integrations;
  private final IntegrationRemoval removal;
  private final Audit audit;
  private final Catalogue catalogue;

  IntegrationEdits(
      Integrations integrations, IntegrationRemoval removal, Audit audit, Catalogue catalogue) {
    this.catalogue = catalogue;
    this.integrations = integrations;
    this.removal = removal;
    this.audit = audit;
  }

  /** Adds one; throws {@link WrongSetting} where its shape is wrong. */
  public Integration add(IntegrationRequest request) {
    refuseUnknownTypes(request);
    IntegrationSettings wanted = request.settings();
    wanted.check();
    refuseTakenName(wanted, null);
    return integrations.add(wanted, () -> noteAdded(wanted));
  }

  private void noteAdded(IntegrationSettings added) {
    audit.write(
        "integration.add",
        added.name(),
        "%s, client %s".formatted(OrgUrl.normalise(added.issuer()), added.clientId()));
  }

  /** Changes what the request names; a secret isn't taken to another org. */
  public Integration change(String name, IntegrationRequest request) {
    IntegrationSettings wanted = wanted(name, request);
    String fields = changedFields(integrations.get(name).settings(), wanted);
    return integrations.change(
        wanted,
        () -> audit.write("integration.change", name, fields.isEmpty() ? "nothing" : fields));
  }

  /**
   * What differs, such as "rate limit share from 0.9 to 0.5, client secret"; values of secrets are
   * nobody's.
   */
  private static String changedFields(IntegrationSettings before, IntegrationSettings after) {
    return Stream.of(IntegrationSettings.class.getRecordComponents())
        .filter(field -> !Objects.equals(value(field, before), value(field, after)))
        .map(field -> changed(field, value(field, before), value(field, after)))
        .collect(Collectors.joining(", "));
  }

  private static String changed(RecordComponent field, Object before, Object after) {
    String name = field.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return TOLD.contains(field.getName())
        ? "%s from %s to %s".formatted(name, shown(before), shown(after))
        : name;
  }

  private static String shown(Object value) {
    if (value == null) {
      return "none";
    }
    return value instanceof List<?> names
        ? names.stream().map(String::valueOf).collect(Collectors.joining(" "))
        : value.toString();
  }

  private static Object value(RecordComponent field, IntegrationSettings settings) {
    try {
      return field.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the integration would be after that change. */
  public IntegrationSettings wanted(String name, IntegrationRequest request) {
    Integration now = editable(name);
    try {
      return wanted(name, now, request);
    } catch (WrongSetting wrong) {
      if (request.sendsSecret() || StringUtils.hasText(request.issuer())) {
        audit.write("integration.change-refused", name, wrong.getMessage());
      }
      throw wrong;
    }
  }

  private IntegrationSettings wanted(String name, Integration now, IntegrationRequest request) {
    if (request.name() != null && !request.name().equals(name)) {
      throw new WrongSetting("name", "can't be changed; add another integration instead");
    }
    refuseUnknownTypes(request);
    IntegrationSettings wanted = request.over(now.settings());
    wanted.check();
    refuseTakenName(wanted, now.displayName());
    refuseToTakeSecretElsewhere(now, wanted, request);
    return wanted;
  }

  /** Starts to remove one; done once its rows are erased. */
  public CompletableFuture<Void> remove(String name) {
    editable(name);
    return removal.remove(name, () -> audit.write("integration.remove", name));
  }

  private Integration editable(String name) {
    Integration integration = integrations.get(name);
    if (integration.managedBy() == ManagedBy.CONFIGURATION) {
      throw new OwnedByConfigurationException(name);
    }
    return integration;
  }

  /** Or nobody could tell two orgs apart; one that has its name already may keep it. */
  private void refuseTakenName(IntegrationSettings wanted, String now) {
    if (wanted.displayName().equals(now)) {
      return;
    }
    integrations.all().stream()
        .filter(other -> !other.name().equals(wanted.name()))
        .filter(other -> other.displayName().equalsIgnoreCase(wanted.displayName()))
        .findFirst()
        .ifPresent(
            other -> {
              throw new WrongSetting(
                  "display-name",
                  "is that of the integration %s already; choose another one"
                      .formatted(other.name()));
            });
  }

  private void refuseUnknownTypes(IntegrationRequest request) {
    if (request.dataTypes() != null && !catalogue.all().isEmpty()) {
      catalogue.unknown(request.dataTypes()).stream()
          .filter(StringUtils::hasText)
          .findFirst()
          .ifPresent(
              name -> {
                throw new WrongSetting(
                    "data-types",
                    "must be managed, or names as in /api/data-types. " + catalogue.lack(name));
              });
    }
  }

  /** Or who may edit could read the secret, by having it sent to a server of their own. */
  private static void refuseToTakeSecretElsewhere(
      Integration now, IntegrationSettings wanted, IntegrationRequest request) {
    boolean elsewhere = !OrgUrl.normalise(wanted.issuer()).equals(now.issuer());
    if (elsewhere && !request.sendsSecret()) {
      throw new WrongSetting(
          wanted.privateKey() == null ? "client-secret" : "private-key",
          "must be sent again when the issuer changes; it isn't taken to another org");
    }
  }
}
