package org.oktadata.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Listens for HTTP/1.1 calls (RFC 9112), a thread for each connection. The JDK's own server would
 * do but for two things that a sandbox needs: it always writes its own Date, and it can't reset a
 * connection.
 */
final class HttpDoor implements Closeable {
  private static final int IDLE_MILLIS = 300_000;

  private final ServerSocket listener;
  private final Function<Call, Reply> desk;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sandbox-okta");
            thread.setDaemon(true);
            return thread;
          });

  HttpDoor(String address, int port, Function<Call, Reply> desk) throws IOException {
    this.desk = desk;
    listener = new ServerSocket(port, 512, InetAddress.getByName(address));
  }

  int port() {
    return listener.getLocalPort();
  }

  void open() {
    threads.execute(this::listen);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    quietly(listener);
    open.forEach(HttpDoor::quietly);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException closing) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
      HttpReader reader = new HttpReader(in, out, "127.0.0.1:" + port());
      for (Call call = reader.next(); call != null; call = reader.next()) {
        if (!answer(socket, out, call) || "close".equalsIgnoreCase(call.header("Connection"))) {
          return;
        }
      }
    } catch (IOException gone) {
      // the client went away, which is its right
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** Answers a call; false when the connection can't be used any more. */
  private boolean answer(Socket socket, OutputStream out, Call call)
      throws IOException, InterruptedException {
    Reply reply = desk.apply(call);
    if (!reply.stall().isZero()) {
      Thread.sleep(reply.stall().toMillis());
    }
    if (reply.broken()) {
      socket.setSoLinger(true, 0);
      return false;
    }
    StringBuilder head = new StringBuilder(1_000);
    head.append("HTTP/1.1 ").append(reply.status()).append(" Sandbox\r\n");
    for (Map.Entry<String, List<String>> header : reply.headers().entrySet()) {
      for (String value : header.getValue()) {
        head.append(header.getKey()).append(": ").append(value).append("\r\n");
      }
    }
    head.append("Content-Length: ").append(reply.body().length).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(reply.body(), 0, reply.sent());
    out.flush();
    return reply.sent() == reply.body().length;
  }

  private static void quietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException closedAlready) {
      // nothing is left to do
    }
  }
}
