package org.oktadata.integrations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Seals again, at each start and once an hour, what an older data key sealed, or an older version
 * for any issuer. Once every instance has the new key in front, and an hour has passed, the old one
 * can go.
 */
@Component
public class SealRenewal implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(SealRenewal.class);

  private final JdbcClient jdbc;
  private final CredentialSeal seal;

  SealRenewal(JdbcClient jdbc, CredentialSeal seal) {
    this.jdbc = jdbc;
    this.seal = seal;
  }

  private record Sealed(String name, String issuer, String clientId, String credentials) {

    SealedFor owner() {
      return new SealedFor(name, issuer, clientId);
    }
  }

  @Override
  public void afterSingletonsInstantiated() {
    renew();
  }

  /** Seals all that the key in front didn't; what doesn't open here is left alone. */
  public void renew() {
    jdbc.sql(
            "select name, issuer, client_id, credentials from store.integration where credentials <> ''")
        .query(Sealed.class)
        .list()
        .forEach(this::renew);
  }

  /** What somebody else wrote meanwhile stays. */
  private void renew(Sealed row) {
    if (seal.isCurrent(row.credentials())) {
      return;
    }
    try {
      String renewed = seal.seal(row.owner(), seal.open(row.owner(), row.credentials()));
      jdbc.sql(
              """
              update store.integration set credentials = ?
              where name = ? and issuer = ? and client_id = ? and credentials = ?""")
          .params(renewed, row.name(), row.issuer(), row.clientId(), row.credentials())
          .update();
      log.info("{}: credentials sealed again with the new data key", row.name());
    } catch (SealedCredentialsException e) {
      log.debug("{}: left alone, since its seal doesn't open here", row.name());
    }
  }
}
