package org.oktadata.web;

import java.util.List;
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
    write(actor(), action, subject, more, List.of(), address());
  }

  /**
   * Notes a decision of the current user about several findings.
   *
   * @param action such as {@code finding.mute}
   * @param findings their ids
   */
  void writeOfMany(String action, List<Long> findings, String reason) {
    String subject = findings.size() == 1 ? "1 finding" : findings.size() + " findings";
    write(actor(), action, subject, reason, findings, address());
  }

  private static String actor() {
    Authentication user = SecurityContextHolder.getContext().getAuthentication();
    return user == null ? "system" : user.getName();
  }

  /** Notes an action of somebody who isn't signed in, or no longer. */
  public void writeOf(String actor, String action, String address) {
    write(actor, action, address, null, List.of(), address);
  }

  private void write(
      String actor,
      String action,
      String subject,
      String more,
      List<Long> findings,
      String address) {
    jdbc.sql(
            """
            insert into store.audit (actor, action, subject, detail)
            values (:actor, :action, :subject, jsonb_strip_nulls(jsonb_build_object('more', :more::text, 'address', :address::text,
                                               'findings', to_jsonb(nullif(:findings::bigint[], '{}')))))""")
        .param("actor", actor)
        .param("action", action)
        .param("subject", subject)
        .param("more", more)
        .param("address", address)
        .param("findings", findings.toArray(Long[]::new))
        .update();
  }

  /** Where the request that is being answered came from; null outside requests. */
  private static String address() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
        ? now.getRequest().getRemoteAddr()
        : null;
  }
}
