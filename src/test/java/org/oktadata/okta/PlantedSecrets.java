package org.oktadata.okta;

import java.util.List;
import org.oktadata.Canaries;

/** A canary for every field that takes a secret. */
final class PlantedSecrets {

  static final Canaries CANARIES = new Canaries();
  static final String SECRET = CANARIES.plant("client secret", "canary-client-secret-5a1d");
  static final String NEW_SECRET = CANARIES.plant("replaced secret", "canary-replaced-0c7b");
  static final String INTAKE = CANARIES.plant("intake key", "canary-intake-key-77c2");
  static final String DATA_KEY =
      CANARIES.plant("data key", "Y2FuYXJ5LWRhdGEta2V5LTMyLWJ5dGVzLWxvbmchISE=");
  static final String ADMIN = CANARIES.plant("admin password", "canary-admin-pw-91fe");
  static final String VIEWER = CANARIES.plant("viewer password", "canary-viewer-pw-3b0a");
  static final String ANALYST = CANARIES.plant("analyst password", "canary-analyst-pw-c2f7");
  static final String OIDC = CANARIES.plant("OIDC secret", "canary-oidc-secret-d44c");
  static final String CODE = CANARIES.plant("OIDC code", "canary-oidc-code-8e20");
  static final String SIGNING = CANARIES.plant("webhook secret", "canary-webhook-sign-6f1b");
  static final String HOOK = CANARIES.plant("webhook address", "canary-webhook-path-12ab");
  static final String SLACK = CANARIES.plant("Slack address", "T0/B0/canary-slack-path-c3d4");
  static final String PROXY = CANARIES.plant("proxy password", "canary-proxy-pw-9d37");
  static final String MAIL = CANARIES.plant("mail password", "canary-smtp-pw-ee51");
  static final String DATABASE = CANARIES.plant("database password", "canary-database-pw-4b1f");
  static final String REPLICA = CANARIES.plant("replica password", "canary-replica-pw-20e8");
  static final String CLIENT_KEY = CANARIES.plant("key's password", "canary-client-key-pw-7e06");
  static final String AWS = CANARIES.plant("AWS secret key", "canary-aws-secret-key-5d9e");
  static final String AWS_SESSION = CANARIES.plant("AWS session", "canary-aws-session-a6c0");

  /** Those of settings, requests and forms; more are planted as they are made. */
  static final List<String> GIVEN = CANARIES.secrets();

  private PlantedSecrets() {}
}
