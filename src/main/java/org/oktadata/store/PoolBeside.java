package org.oktadata.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Connections to the same database beside the application's pool, for what must not wait behind it.
 */
public final class PoolBeside {

  private PoolBeside() {}

  /**
   * Settings like the main pool's, TLS and all, for a pool of that name with so many connections.
   */
  public static HikariConfig settings(HikariDataSource main, String name, int most) {
    HikariConfig own = new HikariConfig();
    main.copyStateTo(own);
    own.setPoolName(name);
    own.setMaximumPoolSize(most);
    own.setMinimumIdle(1);
    own.setInitializationFailTimeout(-1);
    return own;
  }

  /**
   * Lets its connections wait so long for an answer of the database, whatever the others do. It is
   * part of the address, since the driver's properties of a copy are still those of the main pool.
   */
  public static void answersWithin(HikariConfig own, long seconds) {
    String address = own.getJdbcUrl();
    own.setJdbcUrl(address + (address.contains("?") ? "&" : "?") + "socketTimeout=" + seconds);
  }
}
