/**
 * Integrations in the console: tiles of all, the forms that connect one, its settings, and the runs
 * that collect it. Begin with {@link org.oktadata.web.console.integrations.IntegrationPages} and
 * {@link org.oktadata.web.console.integrations.RunPages}; the settings' three pages share {@link
 * org.oktadata.web.console.integrations.SettingsTab}.
 */
package org.oktadata.web.console.integrations;
