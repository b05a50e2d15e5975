/**
 * The console: pages made by the server. One controller a subject, which reads through small
 * readers and names a template in {@code templates/console}; changes go through the same beans as
 * those of {@code /api}, and are noted in the audit log. Scripts only ask for parts of pages again.
 */
package org.oktadata.web.console;
