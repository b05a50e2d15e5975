package org.oktadata.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/** A statement that is long enough for a file of its own, in folder {@code sql}. */
public final class SqlFile {

  private SqlFile() {}

  /**
   * The text of the file.
   *
   * @param name path within the folder, without {@code .sql}, such as {@code summaries/people}
   * @throws UncheckedIOException where the application was built without it
   */
  public static String read(String name) {
    try {
      return new ClassPathResource("sql/" + name + ".sql")
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
