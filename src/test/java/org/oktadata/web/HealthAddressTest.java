package org.oktadata.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class HealthAddressTest {

  private static final Pattern SETTING = Pattern.compile("(\\S+)=(\\S*)");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "local.server.port=8080, http://127.0.0.1:8080/actuator/health",
    "local.server.port=8080 local.management.port=8080, http://127.0.0.1:8080/actuator/health",
    "local.server.port=9000 server.servlet.context-path=/okta, http://127.0.0.1:9000/okta/actuator/health",
    "local.server.port=9000 server.servlet.context-path=, http://127.0.0.1:9000/actuator/health",
    "local.server.port=9000 local.management.port=9001 server.servlet.context-path=/okta, http://127.0.0.1:9001/actuator/health",
    "local.server.port=9000 local.management.port=9001 management.server.base-path=/inside/, http://127.0.0.1:9001/inside/actuator/health"
  })
  void itIsWhereTheApplicationAnswers(String settings, String address) throws IOException {
    Path file = folder.resolve("address");
    write("health-address-file=" + file + " " + settings);
    assertThat(file).hasContent(address);
  }

  @Test
  void nothingIsWrittenWhereNobodyAsksForIt() throws IOException {
    write("local.server.port=8080");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereStopsNobody() throws IOException {
    write("health-address-file=" + folder.resolve("none/address") + " local.server.port=8080");
    assertThat(folder).isEmptyDirectory();
  }

  private static void write(String settings) {
    Map<String, Object> values = new HashMap<>();
    for (Matcher each = SETTING.matcher(settings); each.find(); ) {
      values.put(each.group(1), each.group(2));
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("settings", values));
    new HealthAddress(environment, () -> "/actuator/health").write();
  }
}
