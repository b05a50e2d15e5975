package org.oktadata.instances;

import java.util.UUID;
import org.quartz.spi.InstanceIdGenerator;

/**
 * This process among the schedulers that share Quartz's tables. Quartz's own names ask for the
 * address of this host, and stop the start on one whose name nothing resolves.
 */
public final class SchedulerId implements InstanceIdGenerator {

  @Override
  public String generateInstanceId() {
    return UUID.randomUUID().toString();
  }
}
