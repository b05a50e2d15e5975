package org.oktadata.okta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An outbound proxy that opens a way for one login only (RFC 9110, 11.7), and knows no host: who is
 * let in is told 502.
 */
final class ProxyWithLogin implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  private final String right;

  ProxyWithLogin(String user, String password) throws IOException {
    String login = user + ":" + password;
    right =
        "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    Thread thread = new Thread(this::serve, "proxy-with-login");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Each line that was asked. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket asked = socket.accept()) {
        answer(asked);
      } catch (IOException e) {
        seen.add("A connection ended: " + e);
      }
    }
  }

  private void answer(Socket asked) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(asked.getInputStream(), StandardCharsets.UTF_8));
    boolean welcome = false;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      seen.add(line);
      welcome |= line.equals(right);
    }
    String status =
        welcome
            ? "502 Unknown Host"
            : "407 Who Are You\r\nProxy-Authenticate: Basic realm=\"way out\"";
    asked
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .formatted(status)
                .getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
