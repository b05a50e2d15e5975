package org.oktadata.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.oktadata.ApplicationProcess;
import org.oktadata.SmallHome;

/** A machine whose own name is in no hosts file and no DNS, as many containers and VMs are. */
class NamelessHostTest {

  @TempDir Path folder;

  @Test
  void theApplicationStartsWhereNothingResolvesTheHostsOwnName() throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    Path log = folder.resolve("log");
    try (SharedDatabase database = SharedDatabase.start(folder.resolve("database"));
        ApplicationProcess application =
            ApplicationProcess.start(
                log, settings(database), List.of("-Djdk.net.hosts.file=" + hosts))) {
      application.untilHealthy();
      assertThat(Files.readString(log)).doesNotContain("\tat ", "UnknownHost");
    }
  }

  private List<String> settings(SharedDatabase database) {
    List<String> all = new ArrayList<>(database.arguments());
    all.add("--okta.home=" + SmallHome.in(folder, Set.of("users")));
    all.add("--okta.data-key=" + "A".repeat(43) + "=");
    return all;
  }
}
