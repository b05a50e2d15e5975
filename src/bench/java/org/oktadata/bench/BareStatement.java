package org.oktadata.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;

/** The statement of the streams without anything around it: what an intake can at best reach. */
final class BareStatement {

  private static final Pattern NAME = Pattern.compile(":\\?(\\w+)");

  private final DataSource database;
  private final String sql;
  private final List<String> names = new ArrayList<>();

  BareStatement(DataSource database) throws IOException {
    this.database = database;
    String named =
        new ClassPathResource("sql/store-stream.sql").getContentAsString(StandardCharsets.UTF_8);
    Matcher matcher = NAME.matcher(named);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    this.sql = matcher.replaceAll("?");
  }

  /** Stores one page in a transaction of its own. */
  void store(String integration, List<String> events) {
    byte[] page = ("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8);
    Map<String, Object> values =
        Map.of(
            "page", page,
            "refused", "[]".getBytes(StandardCharsets.UTF_8),
            "integration", integration,
            "receivedVia", "bench");
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < names.size(); i++) {
        statement.setObject(i + 1, values.get(names.get(i)));
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
