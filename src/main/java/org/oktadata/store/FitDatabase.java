package org.oktadata.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database can be the application's, before anything is written into it. What makes it
 * impossible is told in one sentence; in the middle of the migrations it would be a riddle.
 */
final class FitDatabase {

  /** Migrations, heartbeat, streams, health and a few for work: with fewer no start ends. */
  private static final int FEWEST = 12;

  /** People's questions, streams, heartbeat and health. */
  private static final int BESIDE = 18;

  private static final Logger log = LoggerFactory.getLogger(FitDatabase.class);

  private static final String SQL =
      """
      select current_setting('server_encoding') as encoding,
             current_setting('transaction_read_only')::boolean as read_only,
             pg_is_in_recovery() as standby,
             (select string_agg(name, ', ') from (
                select format('%I.%I', n.nspname, c.relname) as name
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('store', 'okta') and c.relkind in ('r', 'v', 'm', 'p', 'f')
                  and not exists (select from pg_class h join pg_namespace s on s.oid = h.relnamespace
                                  where s.nspname = 'store' and h.relname = 'flyway_schema_history')
                order by 1 limit 3) t) as others,
             exists (select from pg_class h join pg_namespace s on s.oid = h.relnamespace
                     where s.nspname = 'store' and h.relname = 'flyway_schema_history'
                       and not exists (select from pg_index i where i.indrelid = h.oid and i.indisprimary))
             or exists (select from pg_class l join pg_namespace s on s.oid = l.relnamespace
                        where s.nspname = 'store' and l.relname = 'unread_list' and l.relkind = 'r'
                          and not exists (select from pg_constraint c where c.conrelid = l.oid and c.contype = 'f')) as part\
      """;

  private static final String CONNECTIONS =
      """
      select least(current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint,
               (select nullif(datconnlimit, -1) from pg_database where datname = current_database() and not (select rolsuper from pg_roles where rolname = current_user)),
               (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user and not rolsuper)) as connections\
      """;

  private FitDatabase() {}

  /**
   * Throws with one sentence where it allows too few connections for any start, and warns where
   * they may not do. Before more than one is opened: whoever is refused one waits for it, and is
   * told no reason.
   *
   * @param most connections of the pool that collects
   */
  static void hasConnections(Connection connection, int most) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet is = statement.executeQuery(CONNECTIONS)) {
      is.next();
      refuse(
          is.getLong("connections") < FEWEST,
          "this database allows %s connections, and an instance takes up to 38 (docs/scaling.md); raise max_connections of the server, or the connection limit of database or role",
          is.getString("connections"));
      if (is.getLong("connections") < most + BESIDE) {
        log.warn(
            "The database allows {} connections, and this instance may take {} (docs/scaling.md): raise max_connections of the server or the connection limit of database or role, or lower spring.datasource.hikari.maximum-pool-size",
            is.getString("connections"),
            most + BESIDE);
      }
    }
  }

  /**
   * Throws with one sentence where it is unfit.
   *
   * @param embedded whether it is the embedded one, which no address names
   */
  static void check(Connection connection, boolean embedded) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet is = statement.executeQuery(SQL)) {
      is.next();
      // Another encoding lacks letters of people's names, or, as SQL_ASCII, doesn't know any.
      refuse(
          !is.getString("encoding").equals("UTF8"),
          "the encoding of this database is %s, which can't hold what Okta has; make one with: create database okta encoding 'UTF8' template template0",
          is.getString("encoding"));
      refuse(
          is.getBoolean("read_only") && !is.getBoolean("standby"),
          "sessions there take no changes, since default_transaction_read_only is on for the server, the database or the user; switch it off",
          "");
      refuse(
          is.getBoolean("read_only"),
          "this server takes no changes, as a standby doesn't; name the primary (a replica for questions is okta.reader.datasource.url)",
          "");
      refuse(
          is.getString("others") != null,
          "the schemas store and okta of this database belong to something else (%s); name a database of the application's own",
          is.getString("others"));
      // A restore makes tables first, then fills them, then makes keys and indexes, and foreign
      // keys in the order of their tables, so that of unread_list at the very end. Nothing would
      // tell what is missing where it broke off but failing statements.
      if (is.getBoolean("part")) {
        throw new IllegalStateException(part(embedded));
      }
    }
  }

  private static String part(boolean embedded) {
    String why =
        ": a restore into %s broke off before its end, so rows, keys or indexes are missing; ";
    return embedded
        ? "okta.database.directory"
            + why.formatted("the embedded database")
            + "take the steps of docs/backup.md, Embedded, once more with a whole dump, or put a copy of that folder in its place"
        : "spring.datasource.url"
            + why.formatted("this database")
            + "drop the database, make it anew and restore a whole dump (docs/backup.md)";
  }

  private static void refuse(boolean unfit, String sentence, String detail) {
    if (unfit) {
      throw new IllegalStateException("spring.datasource.url: " + sentence.formatted(detail));
    }
  }
}
