package org.oktadata.integrations;

import java.util.regex.Pattern;
import org.oktadata.okta.OrgUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes an integration well-formed, wherever it was written. */
final class IntegrationShape {

  private static final Logger log = LoggerFactory.getLogger(IntegrationShape.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern DATA_TYPE = Pattern.compile("[a-z0-9_]+");

  /** Strangers may guess at an intake as fast as it answers. */
  private static final int SHORT_KEY = 20;

  private IntegrationShape() {}

  static void check(IntegrationSettings settings) {
    name(settings.name());
    issuer(settings.issuer());
    if (settings.clientId() == null) {
      throw new WrongSetting("client-id", "is missing; copy the client ID of the app in Okta");
    }
    credentials(settings);
    if (settings.intakeKey() != null && settings.intakeKey().length() < SHORT_KEY) {
      log.warn(
          "{}: its intake key has fewer than {} characters and could be guessed; make one with: openssl rand -base64 32",
          settings.name(),
          SHORT_KEY);
    }
    for (String dataType : settings.dataTypes()) {
      if (!DATA_TYPE.matcher(dataType).matches()) {
        throw new WrongSetting(
            "data-types", "must be managed, or a list of names such as users, group_members");
      }
    }
    double share = settings.rateLimitShare();
    if (!(share > 0 && share <= 1)) {
      throw new WrongSetting("rate-limit-share", "must be over 0 and at most 1, such as 0.9");
    }
    DurationRule.check("log-history", settings.logHistory());
    if (settings.logHistory().compareTo(IntegrationSettings.LONGEST_LOG_HISTORY) > 0) {
      throw new WrongSetting(
          "log-history", "must be at most 179d: Okta refuses to begin its log earlier");
    }
    if (settings.maxInFlight() < 1) {
      throw new WrongSetting("max-in-flight", "must be 1 or more, such as 30");
    }
  }

  private static void name(String name) {
    if (name == null) {
      throw new WrongSetting(
          "name", "is missing; use lower-case letters, digits and dashes, such as acme");
    }
    if (!NAME.matcher(name).matches()) {
      throw new WrongSetting(
          "name", "must be 1 to 63 lower-case letters, digits and dashes, such as acme");
    }
  }

  private static void issuer(String issuer) {
    if (issuer == null) {
      throw new WrongSetting(
          "issuer", "is missing; write the org URL, such as https://acme.okta.com");
    }
    try {
      OrgUrl.normalise(issuer);
    } catch (IllegalArgumentException e) {
      throw new WrongSetting("issuer", e.getMessage().replaceFirst("^The issuer ", ""));
    }
  }

  private static void credentials(IntegrationSettings settings) {
    boolean secret = settings.clientSecret() != null;
    boolean key = settings.privateKey() != null;
    if (secret && key) {
      throw new WrongSetting(
          "client-secret", "and private-key are both set; keep the one that the app in Okta uses");
    }
    if (!secret && !key) {
      throw new WrongSetting(
          "client-secret", "or private-key with key-id is missing; set the one the app uses");
    }
  }
}
