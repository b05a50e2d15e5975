package org.oktadata.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Has the pools give up a connection whose server takes no writes any more ({@code
 * exception-override-class-name} of HikariCP): after a failover the old primary may live on as a
 * standby, and its connections with it, while the address leads to the new one.
 */
public final class WritableServer implements SQLExceptionOverride {

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return SqlState.READ_ONLY.is(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
