package org.oktadata.store;

import com.zaxxer.hikari.HikariDataSource;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;

/** Why no connection came about, as one line with the property to set and what to set it to. */
final class ConnectionFailure {

  private ConnectionFailure() {}

  static IllegalStateException of(Throwable failure, DataSource source) {
    String state =
        failure instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    String said = OneLine.of(failure.getMessage());
    String line =
        switch (state) {
          case "28P01", "28000" ->
              "spring.datasource.username: %s refuses this user or password (%s)"
                  .formatted(place(source), said);
          case "3D000" ->
              "spring.datasource.url: %s doesn't exist there; create the database, or name another"
                  .formatted(place(source));
          default ->
              isAboutCertificates(failure)
                  ? "spring.datasource.url: %s isn't trusted (%s); let sslrootcert name the CA that signed its certificate, and use the host name that stands in it"
                      .formatted(place(source), said)
                  : "spring.datasource.url: no connection to %s (%s)"
                      .formatted(place(source), said);
        };
    return new IllegalStateException(line, failure);
  }

  private static boolean isAboutCertificates(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return Causes.find(failure, SSLException.class) != null
        || Causes.find(failure, GeneralSecurityException.class) != null
        || message.contains("hostname") && message.contains("verified")
        || message.contains("certificate");
  }

  /** The address without its parameters, which may hold a password. */
  static String place(DataSource source) {
    DataSource asked =
        source instanceof PatientSource patient ? patient.getTargetDataSource() : source;
    String url =
        asked instanceof HikariDataSource pool ? String.valueOf(pool.getJdbcUrl()) : "the database";
    return url.replaceFirst("[?].*", "").replaceFirst("//[^/@]*@", "//");
  }
}
