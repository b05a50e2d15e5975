package org.oktadata.instances;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.oktadata.integrations.CredentialSeal;
import org.oktadata.integrations.SealedCredentialsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which credentials this instance can open. What it cannot is left to the others; if none can, one
 * takes it anyway, so that its run fails with the reason instead of waiting for ever.
 */
@Component
class OpenSeals {

  private static final Logger log = LoggerFactory.getLogger(OpenSeals.class);

  private record Tried(String sealed, boolean opens) {}

  private final CredentialSeal seal;
  private final JdbcClient database;
  private final Instance instance;
  private final Map<String, Tried> tried = new HashMap<>();

  OpenSeals(CredentialSeal seal, JdbcClient database, Instance instance) {
    this.seal = seal;
    this.database = database;
    this.instance = instance;
  }

  /** Whether this instance is to work on a free integration. */
  boolean admit(Board.Entry free) {
    Tried last = tried.get(free.name());
    if (last == null || !last.sealed().equals(free.sealed())) {
      last = new Tried(free.sealed(), opens(free));
      tried.put(free.name(), last);
      publish();
    }
    return last.opens() || free.openers() == 0;
  }

  private boolean opens(Board.Entry free) {
    if (free.sealed().isEmpty()) {
      return true;
    }
    try {
      seal.requireKey(free.name(), free.sealed());
      return true;
    } catch (SealedCredentialsException e) {
      log.warn("{}: left to other instances. {}", free.name(), e.getMessage());
      return false;
    }
  }

  private void publish() {
    Set<String> unopened = new TreeSet<>();
    tried.forEach(
        (name, each) -> {
          if (!each.opens()) {
            unopened.add(name);
          }
        });
    database
        .sql(
            """
            update store.instance set unopened = cast(:unopened as text[])
            where id = :me and unopened <> cast(:unopened as text[])""")
        .param("unopened", unopened.toArray(String[]::new))
        .param("me", instance.id())
        .update();
  }
}
