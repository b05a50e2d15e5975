-- The first query to try on each view; they end up in docs/catalogue.md. A test runs each of them.
-- users
select integration, status, count(*) from okta.users group by 1, 2 order by 1, 3 desc;
-- groups
select integration, name, type, users_count from okta.groups order by users_count desc nulls last limit 10;
-- group_members
select g.integration, g.name, count(*) from okta.group_members m join okta.groups g on (g.integration, g.id) = (m.integration, m.group_id) group by 1, g.id, 2 order by 3 desc limit 10;
-- factors
select integration, factor_type, provider, count(*) from okta.factors where status = 'ACTIVE' group by 1, 2, 3 order by 1, 4 desc;
-- user_types
select integration, name, display_name, is_default from okta.user_types;
-- user_schemas
select integration, id, jsonb_object_keys(doc #> '{definitions,custom,properties}') as custom_property from okta.user_schemas;
-- linked_objects
select integration, id, doc #>> '{associated,name}' as associated from okta.linked_objects;
-- group_rules
select integration, name, status, doc #>> '{conditions,expression,value}' as rule from okta.group_rules;
-- group_owners
select integration, parent_id as group_id, id as owner_id, doc ->> 'displayName' as owner from okta.group_owners;
-- apps
select integration, label, status, sign_on_mode from okta.apps order by label;
-- app_users
select a.integration, a.label, count(*) from okta.app_users u join okta.apps a on (a.integration, a.id) = (u.integration, u.app_id) group by 1, a.id, 2 order by 3 desc limit 10;
-- app_groups
select x.integration, a.label, g.name from okta.app_groups x join okta.apps a on (a.integration, a.id) = (x.integration, x.app_id) join okta.groups g on (g.integration, g.id) = (x.integration, x.group_id) limit 10;
-- app_grants
select integration, parent_id as app_id, doc ->> 'scopeId' as scope from okta.app_grants where doc ->> 'scopeId' like '%.manage';
-- app_tokens
select integration, parent_id as app_id, status, created, doc ->> 'expiresAt' as expires from okta.app_tokens;
-- app_keys
select integration, parent_id as app_id, id as key_id, doc ->> 'expiresAt' as expires from okta.app_keys order by 4;
-- app_jwks
select integration, parent_id as app_id, id as key_id, status from okta.app_jwks;
-- app_secrets
select integration, parent_id as app_id, id, status, created from okta.app_secrets where status = 'ACTIVE' order by created;
-- app_features
select integration, parent_id as app_id, name, status from okta.app_features;
-- group_push_mappings
select integration, parent_id as app_id, status, doc ->> 'sourceGroupId' as group_id from okta.group_push_mappings;
-- role_assignees
select r.integration, u.login, u.status from okta.role_assignees r join okta.users u on (u.integration, u.id) = (r.integration, r.user_id);
-- admin_roles
select integration, assignee_type, role_type, count(*) from okta.admin_roles group by 1, 2, 3 order by 1, 4 desc;
-- group_roles
select r.integration, g.name, r.label from okta.group_roles r join okta.groups g on (g.integration, g.id) = (r.integration, r.group_id);
-- user_role_targets
select integration, split_part(parent_id, '/', 1) as user_id, split_part(parent_id, '/', 2) as role_assignment_id, id as app from okta.user_role_targets;
-- group_role_targets
select integration, split_part(parent_id, '/', 1) as group_id, split_part(parent_id, '/', 2) as role_assignment_id, id as app from okta.group_role_targets;
-- client_roles
select integration, client_id, label from okta.client_roles;
-- client_role_targets
select t.integration, a.label, t.id as may_administer from okta.client_role_targets t join okta.apps a on (a.integration, a.id) = (t.integration, split_part(t.parent_id, '/', 1));
-- client_role_group_targets
select t.integration, a.label, g.name as may_administer from okta.client_role_group_targets t join okta.apps a on (a.integration, a.id) = (t.integration, split_part(t.parent_id, '/', 1)) join okta.groups g on (g.integration, g.id) = (t.integration, t.id);
-- roles
select integration, id, doc ->> 'label' as label, doc ->> 'description' as description from okta.roles;
-- role_permissions
select integration, parent_id as role_id, id as permission from okta.role_permissions order by 2, 3;
-- resource_sets
select integration, id, doc ->> 'label' as label from okta.resource_sets;
-- resource_set_resources
select integration, parent_id as resource_set_id, doc ->> 'orn' as resource from okta.resource_set_resources;
-- resource_set_bindings
select integration, parent_id as resource_set_id, id as role_id from okta.resource_set_bindings;
-- resource_set_binding_members
select integration, parent_id, id, doc #>> '{_links,self,href}' as member from okta.resource_set_binding_members;
-- api_tokens
select t.integration, t.name, u.login, t.last_updated, t.doc #>> '{network,connection}' as from_where from okta.api_tokens t left join okta.users u on (u.integration, u.id) = (t.integration, t.user_id) order by 4;
-- api_service_integrations
select integration, name, type, granted_scopes from okta.api_service_integrations;
-- api_service_integration_secrets
select integration, parent_id as integration_id, id, status, created from okta.api_service_integration_secrets;
-- policies
select integration, type, name, status, priority from okta.policies order by type, priority;
-- policy_rules
select r.integration, p.type, p.name as policy, r.priority, r.name as rule, r.status from okta.policy_rules r join okta.policies p on (p.integration, p.id) = (r.integration, r.policy_id) order by 2, 3, 4;
-- authenticators
select integration, key, name, status from okta.authenticators;
-- zones
select integration, name, type, status, usage from okta.zones;
-- org
select integration, company_name, subdomain, status from okta.org;
-- authenticator_methods
select m.integration, a.name, m.id as method, m.status from okta.authenticator_methods m join okta.authenticators a on (a.integration, a.id) = (m.integration, m.parent_id);
-- behaviors
select integration, name, type, status from okta.behaviors;
-- trusted_origins
select integration, name, status, doc ->> 'origin' as origin from okta.trusted_origins;
-- threat_insight
select integration, doc ->> 'action' as action, doc -> 'excludeZones' as exempt from okta.threat_insight;
-- user_lockout_settings
select integration, doc from okta.user_lockout_settings;
-- attack_protection_authenticator_settings
select integration, doc from okta.attack_protection_authenticator_settings;
-- bot_protection
select integration, doc from okta.bot_protection;
-- features
select integration, name, status from okta.features order by 3, 2;
-- log_streams
select integration, name, type, status from okta.log_streams;
-- event_hooks
select integration, name, status, doc #>> '{channel,config,uri}' as address from okta.event_hooks;
-- inline_hooks
select integration, name, type, status from okta.inline_hooks;
-- idps
select integration, name, type, status from okta.idps;
-- idp_keys
select integration, id as key_id, doc ->> 'expiresAt' as expires from okta.idp_keys order by 3;
-- authorization_servers
select integration, name, status, doc ->> 'audiences' as audiences from okta.authorization_servers;
-- authorization_server_policies
select integration, parent_id as server_id, name, status from okta.authorization_server_policies;
-- authorization_server_scopes
select integration, parent_id as server_id, name from okta.authorization_server_scopes order by 2, 3;
-- authorization_server_claims
select integration, parent_id as server_id, name, doc ->> 'value' as value from okta.authorization_server_claims;
-- authorization_server_clients
select integration, parent_id as server_id, id as client_id, doc ->> 'client_name' as name from okta.authorization_server_clients;
-- authorization_server_policy_rules
select integration, split_part(parent_id, '/', 2) as policy_id, name, status from okta.authorization_server_policy_rules;
-- domains
select integration, doc ->> 'domain' as domain, doc ->> 'validationStatus' as validation, doc ->> 'certificateSourceType' as certificate from okta.domains;
-- email_domains
select integration, doc ->> 'domain' as domain, doc ->> 'validationStatus' as validation from okta.email_domains;
-- brands
select integration, id, name from okta.brands;
-- realms
select integration, id, doc #>> '{profile,name}' as name from okta.realms;
-- realm_assignments
select integration, name, status, doc ->> 'priority' as priority from okta.realm_assignments;
-- profile_mappings
select integration, doc #>> '{source,name}' as source, doc #>> '{target,name}' as target from okta.profile_mappings;
-- agent_pools
select integration, name, type, doc ->> 'operationalStatus' as state from okta.agent_pools;
-- principal_rate_limits
select integration, doc ->> 'principalType' as type, doc ->> 'principalId' as id, doc ->> 'defaultPercentage' as percent from okta.principal_rate_limits;
-- captchas
select integration, name, type from okta.captchas;
-- org_captcha
select integration, doc -> 'enabledPages' as pages from okta.org_captcha;
-- devices
select integration, platform, status, count(*) from okta.devices group by 1, 2, 3 order by 1, 4 desc;
-- device_assurances
select integration, name, doc ->> 'platform' as platform from okta.device_assurances;
-- device_posture_checks
select integration, name, type, doc ->> 'platform' as platform from okta.device_posture_checks;
-- device_integrations
select integration, name, status, doc ->> 'platform' as platform from okta.device_integrations;
-- org_contacts
select integration, contact_type from okta.org_contacts;
-- org_preferences
select integration, doc from okta.org_preferences;
-- org_support_access
select integration, doc ->> 'support' as support, doc ->> 'expiration' as until from okta.org_support_access;
-- org_communication
select integration, doc from okta.org_communication;
-- org_client_privileges
select integration, doc ->> 'clientPrivilegesSetting' as new_apps_become_super_admin from okta.org_client_privileges;
-- org_admin_app_assignment
select integration, doc from okta.org_admin_app_assignment;
-- org_third_party_admins
select integration, doc from okta.org_third_party_admins;
-- org_contact_users
select c.integration, c.parent_id as contact_type, u.login from okta.org_contact_users c join okta.users u on (u.integration, u.id) = (c.integration, c.id);
-- first_party_app_settings
select integration, doc from okta.first_party_app_settings;
-- authenticator_enrollments
select integration, doc ->> 'key' as authenticator, status, count(*) from okta.authenticator_enrollments group by 1, 2, 3 order by 1, 4 desc;
-- user_risks
select r.integration, u.login, r.id as risk from okta.user_risks r join okta.users u on (u.integration, u.id) = (r.integration, r.parent_id) where r.id in ('HIGH', 'MEDIUM');
-- user_grants
select integration, parent_id as user_id, doc ->> 'clientId' as client_id, doc ->> 'scopeId' as scope from okta.user_grants;
-- user_clients
select integration, id as client_id, count(*) from okta.user_clients group by 1, 2 order by 1, 3 desc;
-- service_accounts
select integration, name, doc ->> 'username' as username, doc ->> 'containerInstanceName' as app, doc ->> 'statusDetail' as password from okta.service_accounts;
-- okta_service_accounts
select s.integration, s.name, u.login, s.status from okta.okta_service_accounts s left join okta.users u on u.integration = s.integration and u.id = s.doc ->> 'oktaUserId';
-- governance_bundles
select integration, name, status from okta.governance_bundles;
-- governance_bundle_entitlements
select e.integration, b.name, e.doc ->> 'role' as role from okta.governance_bundle_entitlements e join okta.governance_bundles b on (b.integration, b.id) = (e.integration, e.parent_id);
-- security_events_providers
select integration, name, status, doc #>> '{settings,issuer}' as issuer from okta.security_events_providers;
-- email_servers
select integration, doc ->> 'alias' as name, doc ->> 'host' as host, doc ->> 'enabled' as enabled from okta.email_servers;
-- telephony_providers
select integration, doc ->> 'providerName' as provider, doc ->> 'isPrimaryProvider' as is_primary, doc ->> 'enabled' as enabled from okta.telephony_providers;
-- idp_users
select i.integration, i.name, count(*) from okta.idp_users l join okta.idps i on (i.integration, i.id) = (l.integration, l.parent_id) group by 1, i.id, 2;
-- events
select integration, event_type, count(*) from okta.events where published > now() - interval '1 day' group by 1, 2 order by 3 desc limit 10;
