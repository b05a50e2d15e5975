package org.oktadata.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A PostgreSQL that only speaks TLS, with a certificate for localhost of an authority of its own.
 */
final class TlsServer implements AutoCloseable {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final EmbeddedPostgres server;
  private final Path folder;

  TlsServer(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    this.folder = folder;
    authority("ca");
    authority("other-ca");
    keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost");
    keytool("-certreq", "-alias", "server", "-file", file("server.csr"));
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        file("server.csr"),
        "-outfile",
        file("server.crt"),
        "-ext",
        "san=dns:localhost",
        "-rfc");
    keytool("-exportcert", "-alias", "ca", "-file", file("ca.crt"), "-rfc");
    keytool("-exportcert", "-alias", "other-ca", "-file", file("other-ca.crt"), "-rfc");
    Path key = folder.resolve("server.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", key().getEncoded()));
    Path prepared = PreparedFolder.in(folder.resolve("server"));
    this.server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", file("server.crt"))
            .setServerConfig("ssl_key_file", file("server.key"))
            .setOverrideWorkingDirectory(EmbeddedDatabase.engine(prepared).toFile())
            .setDataDirectory(prepared.resolve("postgres"))
            .setCleanDataDirectory(false)
            .setConnectConfig("password", "postgres")
            .start();
  }

  /** Its address, checked by the certificates in a file of this folder. */
  String url(String host, String authority) {
    return "jdbc:postgresql://%s:%d/postgres?sslmode=verify-full&sslrootcert=%s"
        .formatted(host, server.getPort(), file(authority));
  }

  private void authority(String alias) throws IOException, InterruptedException {
    keytool(
        "-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias, "-ext", "bc:c");
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", file("keys.p12"), "-storetype", "PKCS12", "-storepass", "changeit"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
  }

  private Key key() throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD);
      return keys.getKey("server", PASSWORD);
    }
  }

  private static String pem(String what, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, lines);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
