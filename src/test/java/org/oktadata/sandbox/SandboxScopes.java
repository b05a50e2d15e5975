package org.oktadata.sandbox;

import java.util.Set;
import java.util.TreeSet;

/** The read scopes of the Okta Management API that the sandbox knows. */
final class SandboxScopes {
  private static final Set<String> ALL = new TreeSet<>();

  static {
    for (String name :
        ("agentPools apiTokens appGrants apps apps.interclientTrust attackProtection botProtection authenticators authorizationServers "
                + "customTelephonyProvider directories.groups dr personal.adminSettings serviceAccounts serviceAccounts.okta behaviors brands captchas certificateAuthorities clients deviceAssurance "
                + "deviceIntegrations devicePostureChecks devices domains emailDomains emailServers "
                + "eventHooks factors features groups identitySources idps inlineHooks linkedObjects "
                + "logStreams logs networkZones oauthIntegrations orgs policies principalRateLimits "
                + "profileMappings pushProviders rateLimits realmAssignments realms riskProviders roles "
                + "schemas securityEventsProviders sessions ssf telephonyProviders templates "
                + "threatInsights trustedOrigins uischemas userRisk userTypes users")
            .split(" ")) {
      ALL.add("okta." + name + ".read");
    }
    ALL.add("ssf.read");
  }

  private SandboxScopes() {}

  static Set<String> all() {
    return ALL;
  }

  static boolean known(String scope) {
    return ALL.contains(scope) || ALL.contains(scope.replace(".manage", ".read"));
  }
}
