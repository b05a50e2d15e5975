package org.oktadata.web;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What people did, in {@code store.audit}. */
@Component
public class Audit {

  private final JdbcClient jdbc;

  Audit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Notes an action of the current user.
   *
   * @param action such as {@code integration.add}
   * @param subject what it was done to
   */
  public void write(String action, String subject) {
    write(action, subject, null);
  }

  /**
   * Notes an action of the current user.
   *
   * @param more what exactly was done, or why; never a secret
   */
  public void write(String action, String subject, String more) {
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    write(user == null ? "system" : user.getName(), action, subject, more, address());
  }

  /** Notes an action of somebody who isn't signed in, or no longer. */
  void writeOf(String actor, String action, String address) {
    write(actor, action, address, null, address);
  }

  private void write(String actor, String action, String subject, String more, String address) {
    jdbc.sql(
            """
            insert into store.audit (actor, action, subject, detail)
            values (:actor, :action, :subject, jsonb_strip_nulls(jsonb_build_object('more', :more::text, 'address', :address::text)))""")
        .param("actor", actor)
        .param("action", action)
        .param("subject", subject)
        .param("more", more)
        .param("address", address)
        .update();
  }

  /** Where the request that is being answered came from; null outside requests. */
  private static String address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
        ? now.getRequest().getRemoteAddr()
        : null;
  }
}
