package org.oktadata.findings;

import java.util.List;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An org as large companies have it, written by the database itself: two factors, ten groups and
 * ten apps a user, a device for every second one, and a log of three months.
 */
final class LargeOrg {

  private static final String USERS =
      """
      select '' as parent, 'u' || n as id, jsonb_build_object(
        'id', 'u' || n, 'status', case when n % 50 = 0 then 'DEPROVISIONED' when n % 71 = 0 then 'SUSPENDED' when n % 83 = 0 then 'STAGED' else 'ACTIVE' end,
        'created', at(900 - n % 800), 'activated', at(900 - n % 800), 'statusChanged', at(n % 90), 'lastUpdated', at(n % 60),
        'lastLogin', case when n % 97 <> 0 then at(case when n % 40 = 0 then 150 else n % 20 end) end, 'passwordChanged', at(n % 80),
        'type', '{"id": "otyk00defaultuser5d7"}'::jsonb,
        'profile', jsonb_build_object('login', 'user' || n || '@example.com', 'email', 'user' || n || '@example.com', 'firstName', 'First' || n % 900,
          'lastName', 'Last' || n % 7000, 'displayName', 'First Last ' || n, 'mobilePhone', '+4930' || 1000000 + n, 'primaryPhone', '+4989' || 2000000 + n,
          'title', 'Engineer', 'department', 'Department ' || n % 60, 'division', 'Products', 'organization', 'Acme', 'costCenter', 4000 + n % 60,
          'employeeNumber', 100000 + n, 'userType', case when n % 400 = 3 then 'Service' when n % 12 = 0 then 'Contractor' else 'Employee' end,
          'managerId', 'u' || n / 10 + 1, 'city', 'Berlin', 'state', 'BE', 'zipCode', '10115', 'countryCode', 'DE', 'locale', 'de_DE', 'timezone', 'Europe/Berlin'),
        'credentials', jsonb_build_object('password', '{}'::jsonb, 'provider', '{"type": "OKTA", "name": "OKTA"}'::jsonb,
          'emails', jsonb_build_array(jsonb_build_object('value', 'user' || n || '@example.com', 'status', 'VERIFIED', 'type', 'PRIMARY'))),
        '_links', jsonb_build_object('self', jsonb_build_object('href', 'https://acme.okta.com/api/v1/users/u' || n)))
      from generate_series(1, :users) n""";

  private static final String FACTORS =
      """
      select 'u' || n as parent, 'f' || n || '-' || k as id, jsonb_build_object('id', 'f' || n || '-' || k, 'status', 'ACTIVE',
        'factorType', case when n % 23 = 0 or k = 2 then 'sms' when n % 3 = 0 then 'webauthn' else 'push' end,
        'provider', case when n % 3 = 0 then 'FIDO' else 'OKTA' end, 'vendorName', 'OKTA', 'created', at(300), 'lastUpdated', at(30), 'lastVerified', at(n % 30),
        'profile', jsonb_build_object('phoneNumber', '+4930' || 1000000 + case when n % 5000 = 1 then 7 else n end, 'name', 'Phone'))
      from generate_series(1, :users) n, generate_series(1, 2) k where n % 61 <> 0""";

  private static final String GROUPS =
      """
      select '' as parent, 'g' || n as id, jsonb_build_object('id', 'g' || n, 'type', case when n = 1 then 'BUILT_IN' else 'OKTA_GROUP' end,
        'created', at(900), 'lastUpdated', at(n % 300), 'lastMembershipUpdated', at(n % 200),
        'profile', jsonb_build_object('name', case when n = 1 then 'Everyone' else 'Group ' || n end, 'description', 'A group'),
        '_embedded', jsonb_build_object('stats', jsonb_build_object('usersCount', 1000, 'appsCount', 2, 'hasAdminPrivilege', n between 2 and 6)))
      from generate_series(1, 1000) n""";

  private static final String GROUP_MEMBERS =
      """
      select 'g' || (n * 31 + k * 97) % 994 + 7 as parent, 'u' || n as id, jsonb_build_object('id', 'u' || n)
      from generate_series(1, :users) n, generate_series(1, :each) k
      union select 'g' || 2 + n % 5, 'u' || n * 100 + 7, jsonb_build_object('id', 'u' || n * 100 + 7) from generate_series(1, :users / 400) n""";

  private static final String APPS =
      """
      select '' as parent, 'a' || n as id, jsonb_build_object('id', 'a' || n, 'label', 'App ' || n, 'name', case when n % 3 = 0 then 'oidc_client' else 'saml_app_' || n end,
        'status', case when n % 20 = 0 then 'INACTIVE' else 'ACTIVE' end,
        'signOnMode', (array['SAML_2_0', 'OPENID_CONNECT', 'AUTO_LOGIN', 'BOOKMARK'])[n % 4 + 1], 'created', at(800), 'lastUpdated', at(n),
        'credentials', jsonb_build_object('oauthClient', jsonb_build_object('client_id', 'a' || n)), 'settings', '{"app": {}}'::jsonb,
        '_links', jsonb_build_object('accessPolicy', jsonb_build_object('href', 'https://acme.okta.com/api/v1/policies/p' || n % 60 + 1)))
      from generate_series(1, 300) n""";

  private static final String APP_USERS =
      """
      select distinct on (1, 2) 'a' || (n * 17 + k * 29) % 300 + 1 as parent, 'u' || n as id, jsonb_build_object('id', 'u' || n, 'scope', case when k % 3 = 0 then 'USER' else 'GROUP' end,
        'status', 'ACTIVE', 'created', at(300), 'credentials', jsonb_build_object('userName', 'user' || n || '@example.com'))
      from generate_series(1, :users) n, generate_series(1, :each) k""";

  private static final String APP_GROUPS =
      """
      select 'a' || n % 300 + 1 as parent, 'g' || n * 3 % 994 + 7 as id, jsonb_build_object('id', 'g' || n * 3 % 994 + 7, 'priority', 0) from generate_series(1, 600) n""";

  private static final String DEVICES =
      """
      select '' as parent, 'd' || n as id, jsonb_build_object('id', 'd' || n, 'status', 'ACTIVE', 'created', at(300), 'lastUpdated', at(n % 200),
        'profile', jsonb_build_object('displayName', 'Laptop ' || n, 'platform', (array['MACOS', 'WINDOWS', 'IOS', 'ANDROID'])[n % 4 + 1], 'osVersion', '14.2', 'diskEncryptionType', 'ALL_INTERNAL_VOLUMES', 'registered', true, 'secureHardwarePresent', true),
        '_embedded', jsonb_build_object('users', jsonb_build_array(jsonb_build_object('managementStatus', 'MANAGED', 'screenLockType', 'BIOMETRIC', 'user', jsonb_build_object('id', 'u' || n * 2)))))
      from generate_series(1, :users / 2) n""";

  private static final String ROLES =
      """
      select 'u' || n * 300 - 197 as parent, 'r' || n as id, jsonb_build_object('id', 'r' || n, 'type', (array['SUPER_ADMIN', 'ORG_ADMIN', 'HELP_DESK_ADMIN', 'APP_ADMIN', 'READ_ONLY_ADMIN'])[n % 5 + 1],
        'label', (array['Super Organization Administrator', 'Organization Administrator', 'Help Desk Administrator', 'Application Administrator', 'Read-only Administrator'])[n % 5 + 1],
        'status', 'ACTIVE', 'assignmentType', 'USER', 'created', at(200))
      from generate_series(1, :users / 300) n""";

  private static final String POLICIES =
      """
      select '' as parent, 'p' || n as id, jsonb_build_object('id', 'p' || n, 'type', (array['ACCESS_POLICY', 'ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL'])[n % 5 + 1],
        'name', 'Policy ' || n, 'status', 'ACTIVE', 'priority', n, 'system', n < 6,
        'settings', '{"password": {"complexity": {"minLength": 10}, "age": {"maxAgeDays": 60}, "lockout": {"maxAttempts": 10}}}'::jsonb)
      from generate_series(1, 100) n""";

  private static final String POLICY_RULES =
      """
      select 'p' || n % 100 + 1 as parent, 'pr' || n as id, jsonb_build_object('id', 'pr' || n, 'type', 'ACCESS_POLICY', 'name', 'Rule ' || n, 'status', 'ACTIVE', 'priority', n / 100, 'system', n < 6,
        'actions', '{"appSignOn": {"access": "ALLOW", "verificationMethod": {"factorMode": "1FA", "type": "ASSURANCE", "constraints": [{"possession": {"required": true}}]}}, "signon": {"access": "ALLOW", "requireFactor": false, "session": {"maxSessionIdleMinutes": 500}}}'::jsonb,
        'conditions', '{"network": {"connection": "ANYWHERE"}}'::jsonb)
      from generate_series(1, 300) n""";

  private static final String API_TOKENS =
      """
      select '' as parent, 't' || n as id, jsonb_build_object('id', 't' || n, 'name', 'Token ' || n, 'userId', 'u' || n * 300 - 197, 'clientName', 'Okta API', 'created', at(400),
        'lastUpdated', at(n), 'expiresAt', at(-20), 'network', '{"connection": "ANYWHERE"}'::jsonb)
      from generate_series(1, 200) n""";

  private final JdbcClient database;
  private final String integration;
  private final int users;
  private final int events;
  private final int each;

  LargeOrg(JdbcClient database, String integration, int users, int events) {
    this(database, integration, users, events, 10);
  }

  /** With so many groups and apps each. */
  LargeOrg(JdbcClient database, String integration, int users, int events, int each) {
    this.each = each;
    this.database = database;
    this.integration = integration;
    this.users = users;
    this.events = events;
  }

  /** Writes everything, and that every type in the list was collected. */
  void fill(List<Check> checks) {
    database
        .sql(
            """
            create or replace function public.at(days int) returns text language sql stable as $$
              select to_char((now() - make_interval(days => days)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"') $$""")
        .update();
    documents("users", USERS);
    documents("factors", FACTORS);
    documents("groups", GROUPS);
    documents("group_members", GROUP_MEMBERS);
    documents("apps", APPS);
    documents("app_users", APP_USERS);
    documents("app_groups", APP_GROUPS);
    documents("devices", DEVICES);
    documents("admin_roles", ROLES);
    documents("role_assignees", "select '', parent, jsonb_build_object('id', parent) from (" + ROLES + ") r");
    documents(
        "group_roles",
        "select 'g' || n, 'gr' || n, '{\"type\": \"HELP_DESK_ADMIN\", \"label\": \"Help Desk Administrator\", \"status\": \"ACTIVE\"}'::jsonb from generate_series(2, 6) n where :users > 0");
    documents("policies", POLICIES);
    documents("policy_rules", POLICY_RULES);
    documents("api_tokens", API_TOKENS);
    if (events > 0) {
      database
          .sql(EverydayEvents.SQL)
          .param("integration", integration)
          .param("events", events)
          .param("users", users)
          .param("days", 90)
          .update();
    }
    TreeSet<String> types = new TreeSet<>();
    checks.forEach(check -> types.addAll(check.needs()));
    new CaseData(database, integration).collected(List.copyOf(types));
    database.sql("vacuum analyze").update();
  }

  private void documents(String type, String select) {
    database
        .sql(
            "insert into store.resource (integration, data_type, parent_id, id, doc) select :integration, '%s', x.* from (%s) x(parent, id, doc) where :users > 0"
                .formatted(type, select))
        .param("integration", integration)
        .param("users", users)
        .param("each", each)
        .update();
  }
}
