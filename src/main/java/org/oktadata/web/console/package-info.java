/**
 * The console: pages made by the server. One controller a subject ({@code …Pages}), which reads
 * through small readers and names a template in {@code templates/console}; changes go through the
 * same beans as those of {@code /api}, and are noted in the audit log. Scripts only ask for parts
 * of pages again.
 *
 * <p>Classes are called after what they do: {@code …Search} is what somebody looks for, as the
 * address has it; {@code …Lines} reads rows of a list; {@code …Facts} reads what one page tells;
 * {@code …Form} is what was typed. What every page shows is in {@link
 * org.oktadata.web.console.PageModel}, and how values are written in {@link
 * org.oktadata.web.console.Words}. Integrations and their runs are a package of their own.
 */
package org.oktadata.web.console;
