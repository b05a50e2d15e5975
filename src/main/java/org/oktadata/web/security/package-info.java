/**
 * Who may come in, and how far: passwords and their throttle, OIDC, sessions, and the guards before
 * hawtio and forms. Begin reading at {@link org.oktadata.web.security.SecurityConfiguration}, which
 * names all of it. The intakes of events have a guard of their own, in {@code events}.
 */
package org.oktadata.web.security;
