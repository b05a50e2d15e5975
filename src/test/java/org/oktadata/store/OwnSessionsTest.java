package org.oktadata.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class OwnSessionsTest {

  @Test
  void aPoolerThatGivesSessionsForATransactionIsTold() throws SQLException {
    try (TransactionPooler pooler = new TransactionPooler(StoreServer.newDatabase())) {
      assertThatThrownBy(() -> OwnSessions.check(pooler))
          .hasMessageStartingWith("spring.datasource.url: a connection pooler")
          .hasMessageContaining("pool_mode = session");
    }
  }

  @Test
  void aServerWithoutOneIsFine() {
    assertThatCode(
            () ->
                OwnSessions.check(
                    new DriverManagerDataSource(StoreServer.newDatabase(), "postgres", "postgres")))
        .doesNotThrowAnyException();
  }

  /** Does with real sessions what PgBouncer does with pool_mode = transaction. */
  private static final class TransactionPooler extends AbstractDataSource implements AutoCloseable {

    private final Deque<Connection> idle = new ArrayDeque<>();

    TransactionPooler(String url) throws SQLException {
      for (int i = 0; i < 2; i++) {
        idle.push(DriverManager.getConnection(url, "postgres", "postgres"));
      }
    }

    @Override
    public Connection getConnection() {
      Deque<Connection> held = new ArrayDeque<>();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                Connection session = held.isEmpty() ? idle.pop() : held.pop();
                try {
                  return method.getName().equals("close")
                      ? null
                      : method.invoke(session, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                } finally {
                  // A transaction keeps its session, everything else gives it back at once.
                  (session.getAutoCommit() ? idle : held).push(session);
                }
              });
    }

    @Override
    public Connection getConnection(String user, String password) {
      return getConnection();
    }

    @Override
    public void close() throws SQLException {
      assertThat(idle).hasSize(2);
      for (Connection session : idle) {
        session.close();
      }
    }
  }
}
