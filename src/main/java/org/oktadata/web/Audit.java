package org.oktadata.web;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

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
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    write(user == null ? "system" : user.getName(), action, subject);
  }

  /** Notes an action of somebody who isn't signed in, or no longer. */
  void write(String actor, String action, String subject) {
    jdbc.sql("insert into store.audit (actor, action, subject) values (?, ?, ?)")
        .params(actor, action, subject)
        .update();
  }
}
