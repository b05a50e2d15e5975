package org.oktadata.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The embedded server's only password, in {@code pgpass} beside its data, which its owner alone may
 * read: other users of the machine would otherwise be superusers of the database, and so read every
 * file of this one. Without that file a new password is made.
 */
final class ServerPassword {

  static final String USER = "postgres";

  /** As PostgreSQL's own programs read it (PGPASSFILE): any port, since a test takes a free one. */
  private static final String ENTRY = "*:*:*:" + USER + ":";

  private static final String ASK =
      """
      # Written by the application: who connects gives the password in the file pgpass, in the folder above.
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private static final String TRUST =
      """
      # Written by the application, for the moment in which it sets a password.
      host all postgres 127.0.0.1/32 trust
      host all postgres ::1/128 trust
      """;

  /**
   * RFC 5802 has a password hashed again and again to make guessing it slow. Nobody guesses 192
   * random bits, but each new connection pays for it, on a small machine 20 ms of its processor.
   * PostgreSQL 15 has no such setting.
   */
  static final String AS_RANDOM =
      "select set_config(name, '1', false) from pg_settings where name = 'scram_iterations'";

  private static final Pattern TRUSTS = Pattern.compile("^[^#\n]*\\btrust\\b", Pattern.MULTILINE);

  private final Path data;
  private final Path file;
  private boolean known;
  private final String text;

  private ServerPassword(Path data, Path file, boolean known, String text) {
    this.data = data;
    this.file = file;
    this.known = known;
    this.text = text;
  }

  /**
   * The one of the server in that folder.
   *
   * @param home where the file is
   * @param data where the server's own files are
   */
  static ServerPassword of(Path home, Path data) throws IOException {
    Path file = home.resolve("pgpass");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(ENTRY)) {
          return new ServerPassword(data, file, true, line.substring(ENTRY.length()));
        }
      }
      throw new IllegalStateException(
          "%s holds no line \"%s<password>\": write it, or delete the file and restart"
              .formatted(file, ENTRY));
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return new ServerPassword(data, file, false, HexFormat.of().formatHex(random));
  }

  String text() {
    return text;
  }

  /** Before the server starts: lets its owner in where the password isn't known any more. */
  void prepare() throws IOException {
    if (!known && Files.exists(rules())) {
      Files.writeString(rules(), TRUST);
    }
  }

  /** Once it runs: from now on it asks for the password. */
  void require(String url) throws IOException {
    if (known && !TRUSTS.matcher(Files.readString(rules())).find()) {
      return;
    }
    try (Connection connection = DriverManager.getConnection(url, USER, text);
        Statement statement = connection.createStatement()) {
      if (!known) {
        statement.execute(AS_RANDOM);
      }
      statement.execute("alter role %s password '%s'".formatted(USER, text.replace("'", "''")));
      // First the file: a server that asks for what nobody knows would be lost.
      keep();
      Files.writeString(rules(), ASK);
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException("the embedded PostgreSQL takes no password: " + e.getMessage(), e);
    }
  }

  private void keep() throws IOException {
    if (!known) {
      Path written = file.resolveSibling("pgpass.new");
      Files.deleteIfExists(written);
      Files.createFile(
          written,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(written, ENTRY + text + "\n", StandardOpenOption.WRITE);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      known = true;
    }
  }

  private Path rules() {
    return data.resolve("pg_hba.conf");
  }
}
