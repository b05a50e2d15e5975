package org.oktadata.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.SocketFactory;

/**
 * Makes the sockets of all connections to the database ({@code socketFactory} of the driver), so
 * that those to a server that vanished can be closed: the driver would wait for its answer until
 * {@code socketTimeout}, and a pool whose connections all wait gives none for as long, also where
 * another server has taken over within seconds.
 */
public final class DatabaseSockets extends SocketFactory {

  private static final Set<Socket> OPEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * Closes all that give up at some time; whoever waits for one fails as after any lost connection.
   * Those that wait as long as it takes ({@link PatientSource}) are left.
   */
  public static void closeAll() {
    List<Socket> open;
    synchronized (OPEN) {
      open = List.copyOf(OPEN);
      OPEN.removeIf(Socket::isClosed);
    }
    open.forEach(DatabaseSockets::close);
  }

  private static void close(Socket socket) {
    try {
      if (socket.getSoTimeout() > 0) {
        socket.close();
      }
    } catch (IOException closedAlready) {
      // That is all that was wanted.
    }
  }

  @Override
  public Socket createSocket() {
    Socket socket = new Socket();
    OPEN.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("The driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("The driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("The driver connects its sockets itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw new UnsupportedOperationException("The driver connects its sockets itself");
  }
}
